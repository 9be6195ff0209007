/**
 * What `harmonium compose` prints at its end.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Mood } from '../../mood/mood.ts';
import type { TextMood } from '../../mood/text/text-mood.ts';
import type { Composition } from '../../music/compose/compose.ts';
import { chordChart } from '../../music/theory/chords.ts';
import { print, printable, printMessage, quoted, styled } from '../cli/terminal.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { wavBeside } from './generate-report.ts';
import { moodName, signed } from './mood-name.ts';
import { printTextMood } from './text-mood-report.ts';

/** A composition as a file. */
export interface WrittenComposition extends Composition {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A run that is done and written. */
export interface ComposeReport {
  readonly mood: Mood;
  /** The words that the mood was found in; undefined for a mood in numbers. */
  readonly words?: TextMood | undefined;
  readonly model: string;
  readonly seed: string;
  readonly pieces: readonly WrittenComposition[];
  readonly wav: boolean;
  readonly picture: string | undefined;
}

/** The report for people. */
export function printComposed({ mood, words, pieces, wav, picture }: ComposeReport): void {
  if (picture === STANDARD_STREAM) return;
  if (words !== undefined) printTextMood(words);
  else
    print(
      `valence ${signed(mood.valence)}  arousal ${signed(mood.arousal)}  ${styled('bold', moodName(mood), process.stdout)}`,
    );
  for (const { file, key, tempo, chords, fit } of pieces) {
    print('');
    print(`${styled('bold', printable(file), process.stdout)}  ${key}, ${tempo} beats a minute, fit ${fit.toFixed(2)}`);
    if (wav) print(printable(wavBeside(file)));
    for (let bar = 0; bar < chords.length; bar += BARS_A_LINE) {
      print(`  ${chordChart(chords.slice(bar, bar + BARS_A_LINE))}`);
    }
  }
  if (picture !== undefined) print(`\n${printable(picture)}`);
  const [first] = pieces;
  if (first === undefined) return;
  const next = wav ? `npx harmonium inspect ${quoted(first.file)}` : `npx harmonium render ${quoted(first.file)}`;
  printMessage(styled('dim', `next: ${next}`));
}

const BARS_A_LINE = 8;

/** The report for machines. */
export function composeJson({ mood, words, model, seed, pieces, wav }: ComposeReport): unknown {
  return {
    mood: { valence: mood.valence, arousal: mood.arousal },
    keywords: words?.keywords ?? [],
    unknown: words?.unknown ?? [],
    model,
    seed,
    pieces: pieces.map((piece) => ({
      file: piece.file,
      ...(wav ? { wav: wavBeside(piece.file) } : {}),
      sha256: createHash('sha256').update(piece.bytes).digest('hex'),
      candidate: piece.candidate,
      key: piece.key,
      tempo: piece.tempo,
      bars: piece.chords.length,
      chords: piece.chords,
      mood: piece.mood,
      fit: Math.round(1000 * piece.fit) / 1000,
    })),
  };
}
