/**
 * Notes as streams of samples to learn from.
 *
 * @module
 */

import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';
import { pitchFrequency } from '../../sound/instruments/pitch-frequency.ts';
import { fillFeatures, fillPhases, type VoiceNote } from '../conditioning.ts';
import { frameLevels, levelBetween } from '../level.ts';
import type { VoicePass } from '../network/voice-pass.ts';
import { FEATURES, FRAME, INPUTS } from '../network/voice-shape.ts';
import { LEVELS, levelOf } from '../output/mu-law.ts';
import { addSample, beginSignal, createSignal, fillHeard } from '../signal.ts';

/** A recorded note. */
export interface RecordedNote extends VoiceNote {
  /** From its start on, at the voice's rate; full scale is −1 to 1. */
  readonly samples: Float32Array;
}

/** A recorded note as levels. */
export interface StreamNote extends VoiceNote {
  /** shape [samples]: µ-law levels */
  readonly levels: Uint8Array;
}

/** The levels of a recorded note. */
export function streamNote({ samples, pitch, velocity, release }: RecordedNote): StreamNote {
  return { pitch, velocity, release, levels: Uint8Array.from(samples, levelOf) };
}

/** What a network hears while it plays a note: the note, with errors such as its own would be. */
export interface HeardNote {
  /** shape [samples] */
  readonly values: Float32Array;
  /** shape [samples + 1]: of each sample what was heard a period ago, see `Signal.base` */
  readonly bases: Float32Array;
  /** shape [samples]: the note's level at each sample, see `voice/level.ts` */
  readonly levels: Float32Array;
  /** Whether there are large errors in it. */
  readonly hasErrors: boolean;
}

/** Seconds between two points of the error in loudness, which is a line between them. */
const GAIN_SECONDS = 0.1;
/** What is left of an error one period later. */
const KEPT = 0.97;

/**
 * What a network hears of a note. Without errors it is the note. With them it is louder or softer than that, changing slowly, and there is
 * noise, which comes back each period as the network's own would. So it learns to come back from its errors: without this, notes do not
 * decay, and single harmonics ring on.
 *
 * @param level - a fit of `fitLevel`
 * @param noise - of each sample, a share of the level, 0–1
 * @param gain - the largest error in loudness, 0–1
 * @param key - shape [2]: the stream of its random numbers
 */
export function heardNote(
  note: StreamNote,
  level: Float32Array,
  rate: number,
  noise: number,
  gain: number,
  key: Uint32Array,
): HeardNote {
  const { pitch } = note;
  const count = note.levels.length;
  const frames = frameLevels(level, note, Math.ceil(count / FRAME), rate);
  const values = new Float32Array(count);
  const bases = new Float32Array(count + 1);
  const levels = new Float32Array(count);
  const signal = createSignal(rate);
  beginSignal(signal, pitch);
  const period = Math.max(1, Math.round(rate / pitchFrequency(pitch)));
  const errors = new Float64Array(noise === 0 ? 0 : count);
  const [key0 = 0, key1 = 0] = key;
  const drawn = (n: number): number => uniform(key0, key1, n) / 2147483648 - 1;
  const step = Math.round(GAIN_SECONDS * rate);
  for (let n = 0; n < count; n++) {
    let value = LEVELS[note.levels[n] ?? 0] ?? 0;
    const frame = Math.floor(n / FRAME);
    levels[n] = levelBetween(frames[frame] ?? 1, frames[frame + 1] ?? 1, n % FRAME);
    if (gain > 0) {
      const point = Math.floor(n / step);
      const share = n / step - point;
      value *= 1 + gain * ((1 - share) * drawn(count + point) + share * drawn(count + point + 1));
    }
    if (noise > 0) {
      errors[n] = KEPT * (errors[n - period] ?? 0) + noise * (levels[n] ?? 0) * drawn(n);
      value += errors[n] ?? 0;
    }
    bases[n] = signal.base;
    values[n] = value;
    addSample(signal, values[n] ?? 0);
  }
  bases[count] = signal.base;
  return { values, bases, levels, hasErrors: gain > 0 };
}

/** Where a stream is: the note that it plays, and from which sample on. */
export interface StreamPlace {
  /** How many notes it has begun. */
  begun: number;
  /** Number of its note. */
  note: number;
  /** The next sample. */
  at: number;
}

/** The note that a stream begins as its `begun`th: number `begun` of stream (seed, shuffle, stream, 0). */
export function drawNote(seed: Uint32Array, stream: number, begun: number, count: number): number {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.shuffle, stream, 0);
  return Math.floor((uniform(key[0] ?? 0, key[1] ?? 0, begun) / 4294967296) * count);
}

/** The seed's stream of what stream `stream` hears of its `begun`th note. */
export function heardKey(seed: Uint32Array, stream: number, begun: number): Uint32Array {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.training, stream, begun);
  return key;
}

/**
 * Writes the inputs and features of a part of a note.
 *
 * @param first - its first sample, a multiple of 64
 */
export function fillNotePart(pass: VoicePass, note: StreamNote, heard: HeardNote, first: number, rate: number): void {
  const { samples, input, features, base, unit } = pass;
  const { values, bases, levels } = heard;
  for (let n = 0; n < samples; n++) {
    const t = first + n;
    base[n] = bases[t] ?? 0;
    unit[n] = levels[t] ?? 1;
    fillHeard(input, INPUTS * n, t === 0 ? 0 : (values[t - 1] ?? 0), base[n] ?? 0, bases[t + 1] ?? 0, unit[n] ?? 1);
  }
  fillPhases(input, note.pitch, first, samples, rate);
  for (let frame = 0; frame * FRAME < samples; frame++) {
    fillFeatures(features, frame * FEATURES, note, first + frame * FRAME, rate, heard.hasErrors);
  }
}
