/**
 * What a voice is made of: samples of one place.
 *
 * @module
 */
import { cosineOfTurns, sineOfTurns } from '../../math/functions/sine.ts';
import type { Sound } from '../sound.ts';

/** Samples at a time. */
export const BLOCK = 1024;

/** A sound of one channel that comes from one place: a source of a tone, or a drum. */
export interface VoicePart {
  /** −1 left, 0 centre, 1 right. */
  readonly pan: number;
  /** How many samples it is heard. */
  readonly samples: number;
  /**
   * Writes its next samples to the start of `out`.
   *
   * @param from - how many it has written so far
   * @param count - up to {@link BLOCK}, and no more than it has left
   */
  run(out: Float64Array, from: number, count: number): void;
  /** From its next sample, number `from`, on it sounds `ratio` times as high as unbent. */
  bend(ratio: number, from: number): void;
}

/** The left channel's share of what comes from a place. Equal power: the two shares' squares add up to 1 anywhere. */
export function leftGain(pan: number): number {
  return cosineOfTurns((pan + 1) / 8);
}

/** The right channel's share. */
export function rightGain(pan: number): number {
  return sineOfTurns((pan + 1) / 8);
}

/** Adds samples to a sound, from its sample `at` on, `gain` times as loud. */
export function mixIn(
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
 * Adds a part's next `count` samples to a sound, from its sample `at` on. A function of its own, since V8 makes loops that it
 * inlines into a method 1.6 times as slow.
 *
 * @param age - how many samples the part has written so far
 */
export function addRun(
  sound: Sound,
  at: number,
  part: VoicePart,
  age: number,
  count: number,
  pan: number,
  gain: number,
): void {
  part.run(scratch, age, count);
  mixIn(sound, at, scratch, count, pan, gain);
}
