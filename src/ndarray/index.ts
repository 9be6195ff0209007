/**
 * `harmonium-rbm/ndarray`: rolls and weights as scijs ndarrays, and statistics of them.
 *
 * An entry point of its own: `ndarray` and `ndarray-ops` generate code with `new Function`, which a strict content security
 * policy, Cloudflare Workers and `node --disallow-code-generation-from-strings` forbid.
 *
 * @module harmonium-rbm/ndarray
 */
export { rollFromView, rollView } from './roll-view.ts';
export {
  type PitchHistogram,
  pitchHistogram,
  type Statistics,
  statistics,
  weightStatistics,
} from './statistics.ts';
export { receptiveFields, weightsView } from './weights-view.ts';
