/**
 * Harmonising: one voice is kept, the others are sampled.
 *
 * @module
 */
import { atOnce, type InParts } from '../../in-parts.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import type { Model } from '../../model/model.ts';
import { nearestStep } from '../../roll/nearest-step.ts';
import { sampleByConsensus } from '../inpaint/consensus-windows.ts';
import { createMaskedRoll, type MaskedRoll, setObserved } from '../inpaint/masked-roll.ts';
import { createWindowSampler } from '../inpaint/window-chain.ts';
import { changingBeatTicks, stepClock } from '../theory/rhythm.ts';
import { addParts } from './instrumentation.ts';
import { placeNotes, withNewNotes } from './source-notes.ts';
import {
  checkNewSteps,
  checkSourceSong,
  endOf,
  inMoodOf,
  type SourceSongOptions,
  semitonesToModel,
  songSteps,
} from './source-song.ts';
import { type Keep, keptNotes } from './voice-selection.ts';

/**
 * Default Gibbs steps in a window. On 50 held-out chorales each of splits 0, 1 and 2 the new voices' pitch classes have an F1 of
 * .56, .55 and .56 against those they replace, all steps together (another moment of the same chorale: .33), and .83, .84 and .85
 * of the sounding steps are chords (the chorales: .79, .84, .83).
 */
const HARMONISE_GIBBS = 96;

/** Options of {@link harmonise}. */
export interface HarmoniseOptions extends SourceSongOptions {
  /** The voice that is kept; all other pitched notes are replaced. Default `melody`. */
  readonly keep?: Keep | undefined;
}

/**
 * Keeps a voice of a song and samples the others, from the voice's first note to the end of its last. New notes stay below a
 * melody and above a bass; during its rests the note before is the limit. Percussion is kept. The new notes sound like the parts
 * they replace, or like the voice if they replace none; they go to a new last track.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` for more than `maxSteps` new
 * steps, or above 100,000 in all
 */
export function harmonise(model: Model, song: Song, options: HarmoniseOptions = {}): Song {
  return atOnce(harmoniseInParts(model, song, options));
}

/**
 * {@link harmonise} in parts.
 *
 * @throws {HarmoniumError} as {@link harmonise}, on the first call of `next`
 */
export function* harmoniseInParts(model: Model, song: Song, options: HarmoniseOptions = {}): InParts<Song> {
  checkSourceSong(model, song);
  const { keep = 'melody', key } = options;
  const voice = keptNotes(song, keep, model.grid);
  checkSourceSong(model, { ...song, notes: voice });
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
  const sampler = createWindowSampler(model, {
    ...inMoodOf(model, song, voice, semitones, options),
    gibbs: options.gibbs ?? HARMONISE_GIBBS,
  });
  const masked = createMaskedRoll(model, steps);
  placeNotes(masked, model, song, voice, semitones, songSteps(options));
  setObserved(masked, 0, from, 1);
  if (keep === 'melody' || keep === 'bass') {
    const side = keep === 'melody' ? 1 : -1;
    const up = semitones - model.pitches.low;
    keepClear(masked, voiceEdges(song, voice, model.grid, masked.steps, up, side), side);
  }
  const free = masked.observed.map((observed) => 1 - observed);
  yield* sampleByConsensus(sampler, masked);
  const tickOf = stepClock(song, model.grid, kept, changingBeatTicks(song, options.grid));
  const instrumentation = addParts(song, replaced.length > 0 ? replaced : voice, options, kept, first);
  return withNewNotes(song, kept, model, { masked, free, semitones, instrumentation, tickOf });
}

/** Clamps silent all pitches from the melody's upwards (`side` 1) or from the bass's downwards (−1). */
function keepClear({ observed, width, steps }: MaskedRoll, edges: Int16Array, side: 1 | -1): void {
  const pitches = width / 2;
  for (let step = 0; step < steps; step++) {
    const edge = Math.max(-1, Math.min(pitches, edges[step] ?? 0));
    const [from, to] = side === 1 ? [Math.max(0, edge), pitches] : [0, Math.min(pitches, edge + 1)];
    for (const base of [step * width, step * width + pitches]) observed.fill(1, base + from, base + to);
  }
}

/** The voice's outermost note at each step, as a row of the roll (pitch + `up`); in a rest that of the step before. */
function voiceEdges(
  song: Song,
  voice: readonly Note[],
  grid: number,
  steps: number,
  up: number,
  side: 1 | -1,
): Int16Array {
  const edges = new Int16Array(steps).fill(NONE);
  // The outermost note first, each step once: `next` (a union-find) leads to the next step that has none yet.
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
