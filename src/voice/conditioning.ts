/**
 * What a voice knows of the note that it plays.
 *
 * @module
 */
import { exp } from '../math/functions/exp.ts';
import { cosineOfTurns, sineOfTurns } from '../math/functions/sine.ts';
import { pitchFrequency } from '../sound/instruments/pitch-frequency.ts';
import { INPUTS } from './network/voice-shape.ts';

/** A note as a voice sounds it. */
export interface VoiceNote {
  /** MIDI pitch, 0–127. */
  readonly pitch: number;
  /** MIDI velocity, 1–127. */
  readonly velocity: number;
  /** Samples from its start to its release. */
  readonly release: number;
}

/** Pitches between which the network interpolates: an octave apart. */
const PITCHES = [12, 24, 36, 48, 60, 72, 84, 96, 108] as const;
/** How many they are. */
export const OCTAVES: number = PITCHES.length;

/** Seconds in which the traces of onset and release fall to 1 / e. */
const ONSET_TRACES = [0.01, 0.04, 0.16, 0.64, 2.56] as const;
const RELEASE_TRACES = [0.02, 0.1, 0.5] as const;

/**
 * Writes the features of a note's frame: 1; whether what is heard has errors; how near its pitch is to each of nine, an octave apart, 0–1; its velocity and that squared, 0–1; traces of the
 * onset, e^(−time / τ); from the release on 1, and traces of the release.
 *
 * @param out - shape [≥ at + FEATURES], overwritten from `at` on
 * @param sample - of the frame's start, counted from the note's
 * @param hasErrors - true while a note is played: what is heard then is the network's own
 */
export function fillFeatures(
  out: Float32Array,
  at: number,
  { pitch, velocity, release }: VoiceNote,
  sample: number,
  rate: number,
  hasErrors: boolean,
): void {
  let k = at;
  out[k++] = 1;
  out[k++] = hasErrors ? 1 : 0;
  fillOctaves(out, k, pitch);
  k += OCTAVES;
  out[k++] = velocity / 127;
  out[k++] = (velocity / 127) * (velocity / 127);
  for (const trace of ONSET_TRACES) out[k++] = exp(-sample / (trace * rate));
  const since = sample - release;
  out[k++] = since >= 0 ? 1 : 0;
  for (const trace of RELEASE_TRACES) out[k++] = since >= 0 ? exp(-since / (trace * rate)) : 0;
}

/** Writes how near a pitch is to each of nine, an octave apart: 0–1, with the sum 1. */
export function fillOctaves(out: Float32Array | Float64Array, at: number, pitch: number): void {
  for (const [n, centre] of PITCHES.entries()) {
    const isBeyond = (n === 0 && pitch < centre) || (n === PITCHES.length - 1 && pitch > centre);
    out[at + n] = isBeyond ? 1 : Math.max(0, 1 - Math.abs(pitch - centre) / 12);
  }
}

/**
 * Writes sine and cosine of a note's fundamental.
 *
 * @param out - shape [count, 6]: the last two of each row are overwritten
 */
export function fillPhases(out: Float32Array, pitch: number, first: number, count: number, rate: number): void {
  const turns = pitchFrequency(pitch) / rate;
  for (let n = 0; n < count; n++) {
    const phase = turns * (first + n);
    const turn = phase - Math.floor(phase);
    out[INPUTS * n + INPUTS - 2] = sineOfTurns(turn);
    out[INPUTS * n + INPUTS - 1] = cosineOfTurns(turn);
  }
}
