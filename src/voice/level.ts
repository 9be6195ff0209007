/**
 * How loud a voice is at each moment of a note: fitted to its recordings, before the network learns the rest in units of it.
 *
 * The logarithm of the level is a sum of straight lines and traces in time, with other slopes for each octave. Without it a network has to
 * keep its own loudness over thousands of samples, and notes grow or vanish.
 *
 * @module
 */
import { exp } from '../math/functions/exp.ts';
import { log } from '../math/functions/log.ts';
import { fillOctaves, OCTAVES, type VoiceNote } from './conditioning.ts';
import { FRAME } from './network/voice-shape.ts';

/** What the level depends on in time, for each octave. */
const TIMES = 10;
/** Numbers of a fit: for the whole and for each octave all of {@link TIMES}, then for the velocity. */
export const LEVEL_NUMBERS: number = (1 + OCTAVES) * TIMES + 2;
/** The lowest and the highest level. */
const LEAST = 0.0005;
const MOST = 1;
/** Seconds after which time stands still: nothing is known of longer notes. */
const LONGEST = 4;
const LONGEST_RELEASE = 1.5;
/** Keeps numbers small that the notes say nothing of. */
const RIDGE = 0.01;

/**
 * Writes what the level depends on.
 *
 * @param out - shape [≥ LEVEL_NUMBERS], overwritten
 */
function fillLevelFeatures(
  out: Float64Array,
  { pitch, velocity, release }: VoiceNote,
  sample: number,
  rate: number,
): void {
  const t = Math.min(LONGEST, sample / rate);
  const since = Math.min(LONGEST_RELEASE, Math.max(0, (sample - release) / rate));
  const isOver = sample >= release ? 1 : 0;
  out[0] = 1;
  out[1] = t;
  out[2] = exp(-t / 0.01);
  out[3] = exp(-t / 0.05);
  out[4] = exp(-t / 0.25);
  out[5] = exp(-t);
  out[6] = since;
  out[7] = isOver * exp(-since / 0.03);
  out[8] = isOver * exp(-since / 0.15);
  out[9] = isOver;
  const octaves = new Float64Array(OCTAVES);
  fillOctaves(octaves, 0, pitch);
  for (let o = 0; o < OCTAVES; o++) {
    for (let k = 0; k < TIMES; k++) out[(1 + o) * TIMES + k] = (octaves[o] ?? 0) * (out[k] ?? 0);
  }
  const at = (1 + OCTAVES) * TIMES;
  out[at] = velocity / 127;
  out[at + 1] = log(Math.max(1, velocity) / 127);
}

/**
 * The level of a note at a sample, .0005–1.
 *
 * @param numbers - shape [LEVEL_NUMBERS]: a fit
 */
export function levelAt(numbers: Float32Array, note: VoiceNote, sample: number, rate: number): number {
  const features = new Float64Array(LEVEL_NUMBERS);
  fillLevelFeatures(features, note, sample, rate);
  let sum = 0;
  for (let k = 0; k < LEVEL_NUMBERS; k++) sum += (numbers[k] ?? 0) * (features[k] ?? 0);
  return Math.min(MOST, Math.max(LEAST, exp(Math.max(-20, Math.min(1, sum)))));
}

/** shape [frames + 1]: the levels of a note at the beginning of each frame, as float32. */
export function frameLevels(numbers: Float32Array, note: VoiceNote, frames: number, rate: number): Float32Array {
  return Float32Array.from({ length: frames + 1 }, (_, frame) => levelAt(numbers, note, frame * FRAME, rate));
}

/** The level of sample n of a frame, between the levels at its beginning and at its end. */
export function levelBetween(before: number, after: number, n: number): number {
  return Math.fround(before + ((after - before) * n) / FRAME);
}

/** A note whose level is fitted. */
interface Measured extends VoiceNote {
  readonly samples: Float32Array;
}

/**
 * Fits levels to notes by ridge regression: to the logarithm of √2 times the root mean square, about the amplitude, of each frame and the two beside.
 *
 * @returns shape [LEVEL_NUMBERS]
 */
export function fitLevel(notes: readonly Measured[], rate: number): Float32Array {
  const n = LEVEL_NUMBERS;
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n);
  const features = new Float64Array(n);
  for (const note of notes) {
    for (let frame = 0; frame * FRAME < note.samples.length; frame++) {
      fillLevelFeatures(features, note, frame * FRAME, rate);
      const level = log(Math.max(LEAST, loudness(note.samples, frame)));
      for (let i = 0; i < n; i++) {
        const x = features[i] ?? 0;
        if (x === 0) continue;
        for (let j = 0; j <= i; j++) matrix[i * n + j]! += x * (features[j] ?? 0);
        right[i]! += x * level;
      }
    }
  }
  for (let i = 0; i < n; i++) matrix[i * n + i]! += RIDGE;
  return Float32Array.from(solvePositive(matrix, right, n));
}

function loudness(samples: Float32Array, frame: number): number {
  const from = Math.max(0, (frame - 1) * FRAME);
  const to = Math.min(samples.length, (frame + 1) * FRAME);
  let sum = 0;
  for (let n = from; n < to; n++) sum += (samples[n] ?? 0) * (samples[n] ?? 0);
  return Math.sqrt((2 * sum) / Math.max(1, to - from));
}

/** Solves A x = b for a symmetric positive definite A of which the lower half is given, by Cholesky; both are overwritten. */
function solvePositive(a: Float64Array, b: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] ?? 0) * (a[j * n + k] ?? 0);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / (a[j * n + j] ?? 1);
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (a[i * n + k] ?? 0) * (b[k] ?? 0);
    b[i] = sum / (a[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= (a[k * n + i] ?? 0) * (b[k] ?? 0);
    b[i] = sum / (a[i * n + i] ?? 1);
  }
  return b;
}
