/**
 * How loud a sound is.
 *
 * @module
 */
import type { Sound } from './sound.ts';

/** The largest sample in size, of both channels. */
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

/** The sum of all samples' squares, each channel's by itself: the two are added last. */
export class Power {
  #left = 0;
  #right = 0;
  #samples = 0;

  /** Takes in the next samples. */
  add({ left, right }: Sound): void {
    this.#left = addSquares(this.#left, left);
    this.#right = addSquares(this.#right, right);
    this.#samples += left.length;
  }

  /** The root of the mean square so far, of both channels; 0 for no samples. */
  get rms(): number {
    return this.#samples === 0 ? 0 : Math.sqrt((this.#left + this.#right) / (2 * this.#samples));
  }
}

/** Multiplies every sample, each product rounded to 32 bits. */
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
