/**
 * A voice is given, the others are to be found.
 *
 * @module
 */
import { atOnce, type InParts } from '../../in-parts.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import type { Model } from '../../model/model.ts';
import { nearestStep } from '../../roll/nearest-step.ts';
import { drawConsensus } from '../inpaint/consensus-windows.ts';
import { blankSheet, giveSteps, type Sheet } from '../inpaint/masked-roll.ts';
import { createDraw } from '../inpaint/window-chain.ts';
import { changingBeatTicks, stepClock } from '../theory/rhythm.ts';
import { playBeside } from './players.ts';
import { layNotes, withNewNotes } from './source-notes.ts';
import { checkGiven, checkNewSteps, endOf, type GivenSongOptions, semitonesToModel, songSteps } from './source-song.ts';
import { type Keep, keptNotes } from './voice-selection.ts';

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
 * before. Percussion is no voice and stays. The parts whose notes are replaced play the new ones, and where none are, they
 * sound like the voice; they are in a track of their own behind the song's.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` for more than `maxSteps` new
 * steps, or above 100,000 in all
 */
export function harmonise(model: Model, song: Song, options: HarmoniseOptions = {}): Song {
  return atOnce(harmoniseInParts(model, song, options));
}

/** {@link harmonise} in parts. */
export function* harmoniseInParts(model: Model, song: Song, options: HarmoniseOptions = {}): InParts<Song> {
  checkGiven(model, song);
  const { keep = 'melody', key } = options;
  const voice = keptNotes(song, keep, model.grid);
  checkGiven(model, { ...song, notes: voice });
  const isInVoice = new Set(voice);
  const kept = song.notes.filter((note) => isInVoice.has(note) || isDrumChannel(note.channel));
  const replaced = song.notes.filter((note) => !isInVoice.has(note) && !isDrumChannel(note.channel));
  const first = voice.reduce((least, { start }) => Math.min(least, start), Infinity);
  const [from, steps] = [
    nearestStep(song, model.grid, first),
    Math.max(1, nearestStep(song, model.grid, endOf(voice))),
  ];
  checkNewSteps(steps - from, steps, options);
  const semitones = semitonesToModel(model, song, key, voice, first);
  const draw = createDraw(model, { ...options, gibbs: options.gibbs ?? HARMONISE_GIBBS });
  const sheet = blankSheet(model, steps);
  layNotes(sheet, model, song, voice, semitones, songSteps(options));
  giveSteps(sheet, 0, from, 1);
  if (keep === 'melody' || keep === 'bass') {
    const side = keep === 'melody' ? 1 : -1;
    const up = semitones - model.pitches.low;
    keepClear(sheet, voiceEdges(song, voice, model.grid, sheet.steps, up, side), side);
  }
  const found = sheet.given.map((given) => 1 - given);
  yield* drawConsensus(draw, sheet);
  const tickOf = stepClock(song, model.grid, kept, changingBeatTicks(song, options.grid));
  const players = playBeside(song, replaced.length > 0 ? replaced : voice, options, kept, first);
  return withNewNotes(song, kept, model, { sheet, found, semitones, players, tickOf });
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
  const edges = new Int16Array(steps).fill(NONE);
  // The outermost note first, and each step only once: `next` leads to the next step that is still without one.
  const next = Uint32Array.from({ length: steps + 1 }, (_, step) => step);
  const free = (step: number): number => {
    let at = step;
    while (next[at] !== at) {
      next[at] = next[next[at] ?? at] ?? at;
      at = next[at] ?? at;
    }
    return at;
  };
  for (const { start, length, pitch } of [...voice].sort((a, b) => side * (b.pitch - a.pitch))) {
    const from = nearestStep(song, grid, start);
    const to = Math.min(steps, Math.max(from + 1, nearestStep(song, grid, start + length)));
    for (let step = free(Math.min(from, steps)); step < to; step = free(step)) {
      edges[step] = pitch + up;
      next[step] = step + 1;
    }
  }
  for (let step = 1; step < steps; step++) if (edges[step] === NONE) edges[step] = edges[step - 1] ?? NONE;
  return edges;
}

/** No note yet. */
const NONE = -32768;
