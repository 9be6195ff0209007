/**
 * The parts of a voice, each with its own pan.
 *
 * @module
 */
import { cosineOfTurns, sineOfTurns } from '../../math/functions/sine.ts';
import type { Sound } from '../sound.ts';

/** Samples in a block. */
export const BLOCK = 1024;

/** A mono source of a voice: a source of a tone, or a drum hit. */
export interface VoicePart {
  /** −1 left, 0 centre, 1 right. */
  readonly pan: number;
  /** Audible length in samples. */
  readonly samples: number;
  /**
   * Writes its next samples to the start of `out`.
   *
   * @param from - number of samples written so far
   * @param count - at most 1,024, and at most what is left of `samples`
   */
  run(out: Float64Array, from: number, count: number): void;
  /** Sets the frequency ratio of the pitch bend from the next sample on, number `from`. */
  bend(ratio: number, from: number): void;
}

/** The left channel's gain for a pan, −1 to 1. Equal power: the squares of both gains add up to 1. */
export function leftGain(pan: number): number {
  return cosineOfTurns((pan + 1) / 8);
}

/** The right channel's gain for a pan, −1 to 1. */
export function rightGain(pan: number): number {
  return sineOfTurns((pan + 1) / 8);
}

/** Mixes `count` mono samples into a sound from its sample `at` on, with a pan and a gain. */
export function mixPanned(
  { left, right }: Sound,
  at: number,
  samples: Float64Array,
  count: number,
  pan: number,
  gain: number,
): void {
  const toLeft = gain * leftGain(pan);
  const toRight = gain * rightGain(pan);
  for (let n = 0; n < count; n++) {
    const sample = samples[n] ?? 0;
    left[at + n]! += toLeft * sample;
    right[at + n]! += toRight * sample;
  }
}

const scratch: Float64Array = new Float64Array(BLOCK);

/**
 * Mixes a part's next `count` samples into a sound from its sample `at` on. A function of its own: inlined into a method, the
 * loop is 1.6 times as slow in V8.
 *
 * @param age - number of samples that the part has written so far
 */
export function addSamples(
  sound: Sound,
  at: number,
  part: VoicePart,
  age: number,
  count: number,
  pan: number,
  gain: number,
): void {
  part.run(scratch, age, count);
  mixPanned(sound, at, scratch, count, pan, gain);
}
