/**
 * A voice is given, the others are to be found.
 *
 * @module
 */
import type { Note, Song } from '../midi/song.ts';
import type { Model } from '../model/model.ts';
import { drawAgreed } from './agreed-windows.ts';
import { layNotes, withNewNotes } from './given-notes.ts';
import { checkGiven, endOf, type GivenSongOptions, semitonesToModel, stepOf } from './given-song.ts';
import { type Keep, keptNotes } from './kept.ts';
import { blankSheet, giveSteps, type Sheet } from './sheet.ts';
import { createDraw } from './window-chain.ts';

/**
 * Gibbs steps in a window unless told otherwise. On 50 held-out chorales each of splits 0, 1 and 2 the new voices' pitch classes
 * have an F1 of .56, .55 and .56 against those they replace, all steps together (another moment of the same chorale: .33), and
 * .83, .84 and .85 of the sounding steps are chords (the chorales: .79, .84, .83).
 */
const HARMONISE_GIBBS = 96;

/** How to harmonise. */
export interface HarmoniseOptions extends GivenSongOptions {
  /** What is kept, note for note; everything else is found anew. `melody` unless given. */
  readonly keep?: Keep | undefined;
}

/**
 * Keeps a voice of a song note for note and finds the others, from its first note to the end of its last. Nothing is added
 * to the voice kept: with a melody nothing sounds as high, with a bass nothing as low, in its rests no more than in the note
 * before. The new notes are in a track of their own behind the song's.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` above 100,000 steps
 */
export function harmonise(model: Model, song: Song, options: HarmoniseOptions = {}): Song {
  checkGiven(model, song);
  const { keep = 'melody', key } = options;
  const kept = keptNotes(song, keep, model.grid);
  checkGiven(model, { ...song, notes: kept });
  const semitones = semitonesToModel(model, song, kept, key);
  const draw = createDraw(model, { ...options, gibbs: options.gibbs ?? HARMONISE_GIBBS });
  const sheet = blankSheet(model, Math.max(1, stepOf(song, model.grid, endOf(kept))));
  layNotes(sheet, model, song, kept, semitones);
  const first = Math.min(...kept.map(({ start }) => start));
  giveSteps(sheet, 0, stepOf(song, model.grid, first), 1);
  if (keep === 'melody' || keep === 'bass') {
    const side = keep === 'melody' ? 1 : -1;
    const up = semitones - model.pitches.low;
    keepClear(sheet, voiceEdges(song, kept, model.grid, sheet.steps, up, side), side);
  }
  const found = sheet.given.map((given) => 1 - given);
  drawAgreed(draw, sheet);
  return withNewNotes(song, kept, sheet, found, model, semitones, options);
}

/** Holds silent what is as high as the melody (`side` 1) or as low as the bass (−1); in a rest, as its note before. */
function keepClear({ given, width, steps }: Sheet, edges: Int16Array, side: 1 | -1): void {
  const pitches = width / 2;
  for (let step = 0; step < steps; step++) {
    const edge = Math.max(-1, Math.min(pitches, edges[step] ?? 0));
    const [from, to] = side === 1 ? [Math.max(0, edge), pitches] : [0, Math.min(pitches, edge + 1)];
    for (const base of [step * width, step * width + pitches]) given.fill(1, base + from, base + to);
  }
}

/** At each step the outermost note of a voice, counted from the sheet's lowest pitch; in a rest that of the step before. */
function voiceEdges(
  song: Song,
  voice: readonly Note[],
  grid: number,
  steps: number,
  up: number,
  side: 1 | -1,
): Int16Array {
  const none = -32768;
  const edges = new Int16Array(steps).fill(none);
  for (const { start, length, pitch } of voice) {
    const from = stepOf(song, grid, start);
    const to = Math.max(from + 1, stepOf(song, grid, start + length));
    for (let step = from; step < to && step < steps; step++) {
      const edge = edges[step] ?? none;
      edges[step] = edge === none || side * (pitch + up) > side * edge ? pitch + up : edge;
    }
  }
  for (let step = 1; step < steps; step++) if (edges[step] === none) edges[step] = edges[step - 1] ?? none;
  return edges;
}
