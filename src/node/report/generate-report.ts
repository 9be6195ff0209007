/**
 * What `harmonium generate` prints at its end.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { rollStatistics } from '../../music/evaluate/statistics.ts';
import type { Generated } from '../../music/windows/generate.ts';
import { counted, print, printable, quoted, say, styled } from '../cli/terminal.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';

/** A chain's window as a file. */
export interface Piece extends Generated {
  readonly file: string;
  readonly notes: number;
  readonly bytes: Uint8Array;
}

/** A run that is done and written. */
export interface GenerateReport {
  readonly model: string;
  readonly seed: string;
  /** How many chains ran; those that are not among the pieces were silent. */
  readonly count: number;
  readonly pieces: readonly Piece[];
  readonly output: string;
  readonly picture: string | undefined;
}

/** The report for people. */
export function printPieces({ count, pieces, output, picture }: GenerateReport): void {
  if (output === STANDARD_STREAM) return;
  if (picture !== STANDARD_STREAM) {
    for (const { file } of pieces) print(printable(file));
    if (picture !== undefined) print(printable(picture));
  }
  const [first] = pieces;
  if (first === undefined) return;
  const { notesPerStep, chordShare } = rollStatistics(pieces.map(({ roll }) => roll));
  const silent = count - pieces.length;
  say(
    `${counted(pieces.length, 'piece')} in ${printable(output)}: ${notesPerStep.toFixed(1)} notes a step,` +
      ` ${Math.round(100 * chordShare)} % of the sounding steps are chords` +
      (silent === 0 ? '' : `; ${counted(silent, 'chain')} silent and left out`),
  );
  const file = quoted(first.file);
  say(styled('dim', `next: open ${file} in a player, or npx harmonium inspect ${file}`));
}

/** The report for machines. */
export function piecesJson({ model, seed, count, pieces }: GenerateReport): unknown {
  return {
    model,
    seed,
    chains: count,
    silent: count - pieces.length,
    files: pieces.map(({ file, bytes, notes, roll, chain }) => ({
      file,
      chain,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      notes,
      steps: roll.steps,
    })),
    statistics: rollStatistics(pieces.map(({ roll }) => roll)),
  };
}
