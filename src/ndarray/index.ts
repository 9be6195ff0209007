/**
 * Bridges to scijs: rolls and weights as ndarrays, figures about them.
 *
 * An entry point of its own: `ndarray` and `ndarray-ops` write code with `new Function`, which a strict content security
 * policy, Cloudflare's workers and `node --disallow-code-generation-from-strings` forbid. Nothing else here needs them.
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
