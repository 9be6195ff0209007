/**
 * How much music differs from other music.
 *
 * @module
 */
import { log } from '../../math/functions/log.ts';
import { quantileGap } from './quantiles.ts';
import { WINDOW_FIGURES, type WindowFigure, type WindowStatistics } from './window-statistics.ts';

/**
 * Thirteen distances: eleven between the windows' figures, `pcjs` between how often pitch classes sound (Jensen–Shannon
 * divergence in bits), `polytv` between how often so many notes sound at once (total variation).
 */
export type DistanceName = WindowFigure | 'pcjs' | 'polytv';

export type Distances = Readonly<Record<DistanceName, number>>;

export const DISTANCE_NAMES: readonly DistanceName[] = [...WINDOW_FIGURES, 'pcjs', 'polytv'];

/** The distances between two sets of windows. */
export function musicDistances(one: WindowStatistics, other: WindowStatistics): Distances {
  const gaps = WINDOW_FIGURES.map((name) => [name, quantileGap(one.each[name], other.each[name])] as const);
  const pcjs = divergence(shares(one.classes), shares(other.classes));
  const polytv = totalVariation(shares(one.polyphony), shares(other.polyphony));
  return { ...(Object.fromEntries(gaps) as Record<WindowFigure, number>), pcjs, polytv };
}

function shares(counts: Float64Array): Float64Array {
  let sum = 0;
  for (const count of counts) sum += count;
  return counts.map((count) => count / Math.max(sum, 1e-9));
}

/** ½ Σ p log₂(p/m) + ½ Σ q log₂(q/m) with m = (p + q) / 2. */
function divergence(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (const [k, a] of p.entries()) {
    const b = q[k] ?? 0;
    const middle = Math.max((a + b) / 2, 1e-12);
    for (const share of [a, b]) if (share > 0) sum += share * log(share / middle);
  }
  return sum / 2 / Math.LN2;
}

function totalVariation(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (const [k, a] of p.entries()) sum += Math.abs(a - (q[k] ?? 0));
  return sum / 2;
}
