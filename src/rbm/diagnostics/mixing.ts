/**
 * How soon chains forget where they began: what sets the number of Gibbs steps.
 *
 * @module
 */
import { checkInteger, refuse } from '../../check.ts';
import { freeEnergyOfUnits } from '../kernels/free-energy.ts';
import { type Clamp, holdUnits, runClampedChain } from '../sampling/clamp.ts';
import { createChain, startFromNoise } from '../sampling/gibbs-chain.ts';
import type { Sampler } from '../sampling/sampler.ts';

/**
 * Free energies of parallel chains, step by step: a number a step that tells likely states from unlikely ones.
 *
 * @param clamp - what is held in all of them
 * @param seed - shape [4], from `seedState`
 * @param chains - how many, 2–10,000: those of index 0, 1, … of the seed, each from noise
 * @param steps - how many Gibbs steps, 8–1,000,000
 * @returns shape [chains][steps + 1], in nats; the first is the start's
 * @throws {HarmoniumError} `option-range`, `length`
 */
export function energyTraces(
  sampler: Sampler,
  clamp: Clamp,
  seed: Uint32Array,
  chains: number,
  steps: number,
): Float64Array[] {
  checkInteger('chains', chains, 2, 10_000);
  checkInteger('steps', steps, 8, 1_000_000);
  const { rbm } = sampler;
  const input = new Float64Array(rbm.hidden);
  return Array.from({ length: chains }, (_, index) => {
    const chain = createChain(sampler, seed, index);
    startFromNoise(chain, sampler);
    holdUnits(chain.visible, clamp);
    const trace = new Float64Array(steps + 1);
    for (let step = 0; step <= steps; step++) {
      if (step > 0) runClampedChain(chain, sampler, clamp, 1);
      trace[step] = freeEnergyOfUnits(rbm, chain.visible.active, chain.visible.count, input);
    }
    return trace;
  });
}

/**
 * After how many steps the start is forgotten: the first from which on the chains' mean, over a stretch as long as the
 * wait itself, is within two standard errors of where it settles, the mean over the traces' second half. Infinity if that is
 * not before the second half.
 *
 * The errors are from the spread over the parallel chains, which know nothing of each other.
 *
 * @param traces - shape [chains ≥ 2][steps + 1], all equally long
 */
export function burnIn(traces: readonly Float64Array[]): number {
  const length = checkTraces(traces);
  const half = length >>> 1;
  for (let from = 1; 2 * from <= half; from++) {
    // For each chain: its excess at first over the level at which it settled.
    const gaps = traces.map((trace) => meanOf(trace, from, 2 * from) - meanOf(trace, half, length));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) * (gap - mean), 0) / (gaps.length - 1);
    if (mean * mean <= (4 * variance) / gaps.length) return from;
  }
  return Infinity;
}

/**
 * How many steps make one independent sample: 1 + 2 Σ ρ(lag), the autocorrelations of the traces' second halves around
 * their common mean, summed up to the first lag beyond five times the sum so far.
 *
 * Around the common mean, not each chain's own: chains that stay apart, each in a corner, count as not mixing.
 *
 * Source: Sokal (1997), "Monte Carlo methods in statistical mechanics: foundations and new algorithms", section 3.
 *
 * @param traces - shape [chains ≥ 2][steps + 1], all equally long
 * @returns at least 1; 1 for traces that never move
 */
export function autocorrelationTime(traces: readonly Float64Array[]): number {
  const length = checkTraces(traces);
  const half = length >>> 1;
  const mean = traces.reduce((sum, trace) => sum + meanOf(trace, half, length), 0) / traces.length;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (const trace of traces) {
      for (let n = half; n + lag < length; n++) sum += (trace[n] - mean) * (trace[n + lag] - mean);
    }
    return sum / (traces.length * (length - half - lag));
  };
  const variance = covariance(0);
  if (variance === 0) return 1;
  let time = 1;
  for (let lag = 1; lag < length - half && lag <= 5 * time; lag++) time += (2 * covariance(lag)) / variance;
  return Math.max(1, time);
}

function meanOf(trace: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let n = from; n < to; n++) sum += trace[n];
  return sum / (to - from);
}

function checkTraces(traces: readonly Float64Array[]): number {
  if (traces.length < 2) refuse('traces', 'at least 2 chains', traces.length);
  const { length } = traces[0];
  if (length < 9) refuse('traces', 'at least 8 steps', length - 1);
  for (const trace of traces) if (trace.length !== length) refuse('traces', `${length} numbers each`, trace.length);
  return length;
}
