/**
 * µ-law: 256 levels between −1 and 1, finer near 0.
 *
 * Level k stands for F⁻¹((k + ½) / 128 − 1), F(x) = sign(x) · ln(1 + 255 |x|) / ln 256; it is the nearest one between F⁻¹(k / 128 − 1) and
 * F⁻¹((k + 1) / 128 − 1).
 *
 * @module
 * @see ITU-T recommendation G.711, of which this is the curve without its segments
 */
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';

/** How many levels there are. */
export const BINS = 256;
const MU = BINS - 1;
const LOG_BINS = log(BINS);

/** F⁻¹ of −1 to 1. */
function expand(y: number): number {
  const size = (exp(Math.abs(y) * LOG_BINS) - 1) / MU;
  return y < 0 ? -size : size;
}

/** shape [257]: where each level begins; the last one is the end. */
export const EDGES: Float64Array = Float64Array.from({ length: BINS + 1 }, (_, k) => expand((2 * k) / BINS - 1));

/** shape [256]: the value of each level. */
export const LEVELS: Float32Array = Float32Array.from({ length: BINS }, (_, k) => expand((2 * k + 1) / BINS - 1));

/** The level that a value belongs to; the outermost one for a value beyond ±1. */
export function levelOf(x: number): number {
  let low = 0;
  for (let half = BINS >> 1; half > 0; half >>= 1) if (x >= EDGES[low + half]) low += half;
  return low;
}
