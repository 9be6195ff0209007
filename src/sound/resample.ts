/**
 * Another sampling rate for a sound.
 *
 * @module
 * @see https://ccrma.stanford.edu/~jos/resample/
 */
import type { InParts } from '../in-parts.ts';
import { cosineOfTurns, sineOfTurns } from '../math/functions/sine.ts';

/** The band edges as shares of the lower rate's half: what is below stays, what is above the upper edge vanishes (−74 dB). */
const [PASS, STOP] = [0.875, 1] as const;
/** The width of a Blackman window's transition, in cycles over its length. */
const BLACKMAN_TRANSITION = 5.5;
/** Multiplications between two yields: about 10 ms. */
const PART = 1 << 23;

/**
 * Resamples by a low-pass filter, a sinc in a Blackman window:
 *
 *   out[m] = Σ x[n] · h(m · from / to − n),  h(t) = 2f · sinc(2f·t) · window(t),
 *
 * f the cutoff in cycles a sample of x. Before and after the sound is silence. As m · from / to has few fractions, each fraction's
 * filter is computed once and scaled to the sum 1.
 *
 * @param from - samples per second of `x`, a whole number
 * @param to - samples per second of the result, a whole number
 * @returns shape [⌈x.length · to / from⌉]
 */
export function* resample(x: Float32Array, from: number, to: number): InParts<Float32Array> {
  if (from === to) return x;
  const lower = Math.min(from, to) / 2 / from;
  const reach = Math.ceil(BLACKMAN_TRANSITION / (lower * (STOP - PASS)) / 2);
  const cutoff = (lower * (PASS + STOP)) / 2;
  const filters = new Map<number, Float64Array>();
  const out = new Float32Array(Math.ceil((x.length * to) / from));
  let sincePause = 0;
  for (let m = 0; m < out.length; m++) {
    const place = m * from;
    const phase = place % to;
    const first = (place - phase) / to - reach + 1;
    let filter = filters.get(phase);
    if (filter === undefined) {
      filter = filterFor(phase / to, cutoff, reach);
      filters.set(phase, filter);
    }
    const [low, high] = [Math.max(0, -first), Math.min(2 * reach, x.length - first)];
    let sum = 0;
    for (let k = low; k < high; k++) sum += (x[first + k] as number) * (filter[k] as number);
    out[m] = sum;
    sincePause += 2 * reach;
    if (sincePause < PART) continue;
    sincePause = 0;
    yield m / out.length;
  }
  return out;
}

/** The filter for a place `fraction` after a sample: tap k is for the sample k − reach + 1 from there. */
function filterFor(fraction: number, cutoff: number, reach: number): Float64Array {
  const filter = new Float64Array(2 * reach);
  let sum = 0;
  for (let k = 0; k < filter.length; k++) {
    const t = fraction + reach - 1 - k;
    const sinc = t === 0 ? 2 * cutoff : sineOfTurns(cutoff * t) / (Math.PI * t);
    const turns = t / (2 * reach);
    filter[k] = sinc * (0.42 + 0.5 * cosineOfTurns(turns) + 0.08 * cosineOfTurns(2 * turns));
    sum += filter[k] ?? 0;
  }
  for (let k = 0; k < filter.length; k++) filter[k] = (filter[k] ?? 0) / sum;
  return filter;
}
