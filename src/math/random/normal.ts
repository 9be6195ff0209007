/**
 * Normally distributed numbers from a stream.
 *
 * @module
 */
import { log } from '../functions/log.ts';
import { uniform } from './random.ts';

/**
 * Fills `out` with float32 samples of N(mean, deviation²), by Marsaglia's polar method, which needs no sine and cosine.
 *
 * Source: Marsaglia and Bray (1964), "A convenient method for generating normal variables".
 *
 * @param out - overwritten
 * @param key - shape [2]: the stream's key
 * @param deviation - standard deviation, ≥ 0
 */
export function fillNormal(out: Float32Array, key: Uint32Array, mean: number, deviation: number): void {
  let n = 0;
  for (let i = 0; i < out.length; ) {
    // Odd multiples of 2^−32 in (−1, 1): never 0, so the logarithm is finite.
    const x = (2 * uniform(key[0], key[1], n++) + 1) / 4294967296 - 1;
    const y = (2 * uniform(key[0], key[1], n++) + 1) / 4294967296 - 1;
    const s = x * x + y * y;
    if (s >= 1) continue;
    const scale = deviation * Math.sqrt((-2 * log(s)) / s);
    // Adding 0 makes 0 of a −0, also of one that float32 makes of a tiny number.
    for (const z of [x, y]) if (i < out.length) out[i++] = Math.fround(mean + scale * z) + 0;
  }
}
