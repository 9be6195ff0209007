/**
 * Peak and RMS level of a sound, and changing them.
 *
 * @module
 */
import type { Sound } from './sound.ts';

/** The largest absolute sample of both channels. */
export function peakOf({ left, right }: Sound): number {
  let peak = 0;
  for (const channel of [left, right]) {
    for (let n = 0; n < channel.length; n++) {
      const size = Math.abs(channel[n] ?? 0);
      if (size > peak) peak = size;
    }
  }
  return peak;
}

/** Accumulates the mean square of a sound; the channels' sums are kept apart and added last. */
export class Power {
  #left = 0;
  #right = 0;
  #samples = 0;

  /** Adds the next samples. */
  add({ left, right }: Sound): void {
    this.#left = addSquares(this.#left, left);
    this.#right = addSquares(this.#right, right);
    this.#samples += left.length;
  }

  /** RMS level of both channels so far; 0 without samples. */
  get rms(): number {
    return this.#samples === 0 ? 0 : Math.sqrt((this.#left + this.#right) / (2 * this.#samples));
  }
}

/** Multiplies every sample in place; each product is rounded to float32. */
export function amplify({ left, right }: Sound, gain: number): void {
  for (const channel of [left, right]) {
    for (let n = 0; n < channel.length; n++) channel[n] = gain * (channel[n] ?? 0);
  }
}

function addSquares(sum: number, channel: Float32Array): number {
  let now = sum;
  for (let n = 0; n < channel.length; n++) now += (channel[n] ?? 0) * (channel[n] ?? 0);
  return now;
}
