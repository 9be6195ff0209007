/**
 * What a voice hears of itself: the samples so far, in proportion to the note's level, and those one period ago.
 *
 * A tone repeats itself: the sample one period ago predicts the next one to 21 dB (13 pitches of a piano at 8 kHz). The network only learns what
 * changes.
 *
 * Source: the long-term predictor of speech coders, Atal and Schroeder (1970), "Adaptive predictive coding of speech signals".
 *
 * @module
 */
import { log } from '../math/functions/log.ts';
import { pitchFrequency } from '../sound/instruments/pitch-frequency.ts';
import { INPUTS } from './network/voice-shape.ts';

/** Periods are counted together until they are so many samples: the four samples that are interpolated lie in the past. */
const SHORTEST_LAG = 8;
/** Lowest frequency in hertz that is remembered: of MIDI pitch 0. */
const LOWEST = 8;

/** The samples of a note so far. */
export interface Signal {
  /** shape [a power of two]: sample t at t modulo its length */
  readonly ring: Float32Array;
  readonly rate: number;
  /** Samples so far. */
  time: number;
  /** From a sample to the first of four that are interpolated, and their weights. */
  offset: number;
  readonly weights: Float64Array;
  /** Of the next sample: what it was a period ago, and that of the one after it. */
  base: number;
  ahead: number;
}

/** A signal of no note yet. */
export function createSignal(rate: number): Signal {
  let length = 64;
  while (length < rate / LOWEST + 2 * SHORTEST_LAG) length *= 2;
  return {
    ring: new Float32Array(length),
    rate,
    time: 0,
    offset: 0,
    weights: new Float64Array(4),
    base: 0,
    ahead: 0,
  };
}

/** Begins a note of a pitch, from silence. */
export function beginSignal(signal: Signal, pitch: number): void {
  const period = signal.rate / pitchFrequency(pitch);
  const lag = period * Math.max(1, Math.ceil(SHORTEST_LAG / period));
  const whole = Math.ceil(lag);
  const f = whole - lag;
  signal.ring.fill(0);
  signal.time = 0;
  signal.offset = whole + 1;
  // Cubic interpolation between samples −1, 0, 1 and 2, at f.
  signal.weights[0] = (-f * (f - 1) * (f - 2)) / 6;
  signal.weights[1] = ((f + 1) * (f - 1) * (f - 2)) / 2;
  signal.weights[2] = (-(f + 1) * f * (f - 2)) / 2;
  signal.weights[3] = ((f + 1) * f * (f - 1)) / 6;
  signal.base = 0;
  signal.ahead = 0;
}

/** Adds the next sample. */
export function addSample(signal: Signal, value: number): void {
  const { ring, offset, weights } = signal;
  const mask = ring.length - 1;
  ring[signal.time & mask] = value;
  signal.time++;
  signal.base = signal.ahead;
  const first = signal.time + 1 - offset;
  signal.ahead = Math.fround(
    (weights[0] ?? 0) * (ring[first & mask] ?? 0) +
      (weights[1] ?? 0) * (ring[(first + 1) & mask] ?? 0) +
      (weights[2] ?? 0) * (ring[(first + 2) & mask] ?? 0) +
      (weights[3] ?? 0) * (ring[(first + 3) & mask] ?? 0),
  );
}

/** Writes what the network sees of its samples, in units of the level: the last one, the one a period before the next, and the one after that; and the level. */
export function fillHeard(
  out: Float32Array,
  at: number,
  last: number,
  base: number,
  ahead: number,
  level: number,
): void {
  out[at] = last / level;
  out[at + 1] = base / level;
  out[at + 2] = ahead / level;
  out[at + 3] = log(level) / 4 + 1;
}

/** Number of inputs of a sample that {@link fillHeard} writes; sine and cosine follow. */
export const HEARD: number = INPUTS - 2;
