/**
 * The report of `harmonium generate`.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { rollStatistics } from '../../music/evaluate/statistics.ts';
import type { Generated } from '../../music/windows/generate.ts';
import { counted, print, printable, printMessage, quoted, styled } from '../cli/terminal.ts';
import { DEFAULT_MODEL } from '../files/default-model.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';

/** A piece, or a chain's window, as a file. */
export interface Piece extends Generated {
  readonly file: string;
  readonly notes: number;
  readonly bytes: Uint8Array;
}

/** A run that is done and written. */
export interface GenerateReport {
  readonly model: string;
  readonly kind: 'pieces' | 'windows';
  readonly seed: string;
  /** How many were generated; those that are not among the pieces were silent. */
  readonly count: number;
  readonly pieces: readonly Piece[];
  readonly output: string;
  /** Whether there are WAV files too. */
  readonly wav: boolean;
  readonly picture: string | undefined;
}

/** The report for people. */
export function printPieces(report: GenerateReport): void {
  const { kind, count, pieces, output, wav, picture } = report;
  if (output === STANDARD_STREAM) return;
  if (picture !== STANDARD_STREAM) {
    for (const { file } of pieces) {
      print(printable(file));
      if (wav) print(printable(wavBeside(file)));
    }
    if (picture !== undefined) print(printable(picture));
  }
  const [first] = pieces;
  if (first === undefined) return;
  const { notesPerStep, chordShare } = rollStatistics(pieces.map(({ roll }) => roll));
  const silent = count - pieces.length;
  printMessage(
    `${counted(pieces.length, kind === 'windows' ? 'window' : 'piece')} in ${printable(output)}: ${notesPerStep.toFixed(1)} notes a step,` +
      ` ${Math.round(100 * chordShare)} % of the sounding steps are chords` +
      (silent === 0 ? '' : `; ${silent} silent and left out`),
  );
  printMessage(styled('dim', ['next, for example:', ...nextCommands(report, first.file)].join('\n  ')));
}

/** The WAV file of a piece. */
export function wavBeside(file: string): string {
  return file.replace(/mid$/, 'wav');
}

/** Three commands to try next, as a shell takes them: each can be run as it is. */
function nextCommands({ model, seed, output, wav }: GenerateReport, file: string): string[] {
  const isDefault = model === DEFAULT_MODEL;
  const otherSeed = seed === '2' ? '3' : '2';
  return [
    wav
      ? `npx harmonium inspect ${quoted(file)}`
      : `npx harmonium render ${quoted(file)} -o ${quoted(wavBeside(file))}`,
    `npx harmonium continue ${quoted(file)}${isDefault ? '' : ` -m ${quoted(model)}`}`,
    `npx harmonium generate${isDefault ? '' : ` ${quoted(model)}`} --seed ${otherSeed} -o ${quoted(join(output.replace(/\/seed-\d+$/, ''), `seed-${otherSeed}`))}`,
  ];
}

/** The report for machines. */
export function piecesJson({ model, kind, seed, count, pieces, wav }: GenerateReport): unknown {
  return {
    model,
    kind,
    seed,
    chains: count,
    silent: count - pieces.length,
    files: pieces.map(({ file, bytes, notes, roll, chain }) => ({
      file,
      ...(wav ? { wav: wavBeside(file) } : {}),
      chain,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      notes,
      steps: roll.steps,
    })),
    statistics: rollStatistics(pieces.map(({ roll }) => roll)),
  };
}
