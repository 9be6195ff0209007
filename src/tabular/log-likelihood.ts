/**
 * How likely a machine finds rows, with log Z estimated.
 *
 * @module
 */
import { checkInteger, checkObject, refuse } from '../check.ts';
import { log } from '../math/functions/log.ts';
import { seedState } from '../math/random/seed-state.ts';
import { annealDown, annealUp, type LogPartition } from '../rbm/diagnostics/annealed-importance.ts';
import type { Kernels } from '../rbm/kernels/kernels.ts';
import { freeEnergyOfValues } from '../rbm/kernels/value-rows.ts';
import type { Rbm } from '../rbm/rbm.ts';
import { createChain, type GibbsChain, startFromNoise } from '../rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../rbm/sampling/sampler.ts';
import { type HasRbm, rbmOf, valuesFor } from './machine.ts';
import { rowOf, type TabularData } from './values.ts';

/** How to estimate log Z. */
export interface LogLikelihoodOptions {
  /** Any text or whole number; 1 by default. */
  readonly seed?: string | number | undefined;
  /** Chains in each direction, 2–100,000; 100 by default. */
  readonly chains?: number | undefined;
  /** Machines between the one without weights and the real one, 1–1,000,000; 1,000 by default. */
  readonly betas?: number | undefined;
  /** Gibbs steps before a chain counts as a sample of the machine, 0–1,000,000; 1,000 by default. */
  readonly burnIn?: number | undefined;
  /** What samples, to the same bytes; plain kernels by default. `harmonium-rbm/lanes` has faster ones. */
  readonly kernels?: Kernels | undefined;
}

/** Log-likelihoods, in nats. */
export interface LogLikelihood {
  /** Of `rows`. */
  readonly mean: number;
  /**
   * Of the estimate of log Z, and so of every figure here alike: half of the distance between the estimates upwards and downwards,
   * plus the larger of their standard errors. It does not tell how the rows scatter.
   */
  readonly standardError: number;
  /** shape [rows]: log p(v) = −F(v) − log Z */
  readonly rows: Float64Array;
  /** log Z: the mean of the two estimates. */
  readonly logPartition: number;
  /** The estimate from the machine without weights upwards, too low as a rule. */
  readonly up: LogPartition;
  /** The estimate from samples of the machine downwards, too high as a rule. */
  readonly down: LogPartition;
}

/**
 * The log-likelihood of rows, log Z being estimated by annealed importance sampling upwards and downwards. Where the two estimates
 * lie apart, take more `betas`, or a longer `burnIn`. The estimate of log Z depends on machine and options alone, so figures of
 * different rows can be compared to far better than `standardError`.
 *
 * Of a row with cells between 0 and 1 it is a lower bound to the mean of the rows of bits that are drawn from it: −F is convex.
 *
 * Source: see `rbm/diagnostics/annealed-importance`.
 *
 * @param x - at least one row
 * @throws {HarmoniumError} `option-range`, `length`
 */
export function logLikelihood(machine: HasRbm, x: TabularData, options: LogLikelihoodOptions = {}): LogLikelihood {
  checkObject('options', options, 'an object of options');
  const { seed = 1, chains = 100, betas = 1000, burnIn = 1000 } = options;
  const state = seedState(seed);
  checkInteger('chains', chains, 2, 100_000);
  checkInteger('betas', betas, 1, 1_000_000);
  checkInteger('burnIn', burnIn, 0, 1_000_000);
  const rbm = rbmOf(machine);
  const values = valuesFor(rbm, x);
  if (values.rows === 0) refuse('x', 'at least one row', 'none');

  const { base, ends } = runChains(rbm, state, chains, burnIn, options.kernels);
  const annealing = { base, betas, chains, seed: state };
  const up = annealUp(rbm, annealing, options.kernels);
  const down = annealDown(rbm, annealing, (c) => onUnits(ends[c]), options.kernels);
  const logPartition = (up.logPartition + down.logPartition) / 2;

  const input = new Float64Array(rbm.hidden);
  const rows = Float64Array.from(
    { length: values.rows },
    (_, row) => -freeEnergyOfValues(rbm, rowOf(values, row), input) - logPartition,
  );
  return {
    mean: rows.reduce((sum, figure) => sum + figure, 0) / rows.length,
    standardError: Math.abs(up.logPartition - down.logPartition) / 2 + Math.max(up.error, down.error),
    rows,
    logPartition,
    up,
    down,
  };
}

/**
 * Chains of the machine, and visible biases of a machine without weights whose units are on as often as theirs. The biases are
 * counted half-way, so that they hardly depend on where the chains end.
 */
function runChains(
  rbm: Rbm,
  seed: Uint32Array,
  count: number,
  steps: number,
  kernels: Kernels | undefined,
): { readonly base: Float32Array; readonly ends: readonly GibbsChain[] } {
  const sampler = createSampler(rbm, 1, kernels);
  const half = Math.floor(steps / 2);
  const on = new Float64Array(rbm.visible);
  const ends = Array.from({ length: count }, (_, c) => {
    const chain = createChain(sampler, seed, c);
    startFromNoise(chain, sampler);
    return chain;
  });
  sampler.run(ends, half);
  for (const chain of ends) for (const unit of onUnits(chain)) on[unit] = (on[unit] ?? 0) + 1;
  sampler.run(ends, steps - half);
  return { base: Float32Array.from(on, (times) => log((times + 1) / (count - times + 1))), ends };
}

function onUnits(chain: GibbsChain | undefined): Uint32Array {
  return chain === undefined ? new Uint32Array(0) : chain.visible.active.subarray(0, chain.visible.count);
}
