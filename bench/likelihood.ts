/**
 * How likely a machine that has learnt frames of music finds others, beside published figures.
 *
 * @module
 */
import { openLanes } from '#internal/lanes/lanes';
import type { GroupedRows } from '#internal/math/bits/bit-rows';
import { seedState } from '#internal/math/random/seed-state';
import { annealDown, annealUp, type LogPartition } from '#internal/rbm/diagnostics/annealed-importance';
import { meanLogLikelihood } from '#internal/rbm/diagnostics/exact-likelihood';
import { createRbm, drawWeights, type Rbm } from '#internal/rbm/rbm';
import { createChain, runChain } from '#internal/rbm/sampling/gibbs-chain';
import { createSampler } from '#internal/rbm/sampling/sampler';
import { setDataBiases } from '#internal/rbm/training/data-biases';
import { createTrainer, type TrainerInternals, type TrainingOptions, trainEpoch } from '#internal/rbm/training/trainer';
import { transposedAmong } from './frames.ts';

/** What computes; where there are no lanes, the plain kernels, to the same figures. */
const LANES = openLanes();
/** The machine, chosen on the valid part alone: see docs/experiments.md. */
const HIDDEN = 200;
/** Weights at the start: hidden units that begin alike stay so for long, and those epochs teach nothing. */
const DEVIATION = 0.1;
/** Each frame is learnt so many times, and once in each transposition: one frame of ten is transposed by a whole tone. */
const COPIES = 18;
const TRANSPOSITIONS = [-2, 2];
const TRAINING: TrainingOptions = {
  seed: 'likelihood',
  epochs: 22,
  batch: 400,
  rate: 3,
  finalRate: 0.01,
  momentum: 0,
  decay: 0.0001,
  cd: 1,
  statistics: 'probabilities',
  chains: 400,
  centred: true,
  sparsity: 0,
  averaging: 0.4,
  mostGap: 0,
  order: 'shuffled',
};

/** Too short to take long strides. */
const QUICK: TrainingOptions = { ...TRAINING, epochs: 2, rate: 0.2, chains: 100 };

/** Large weights make chains' weights scatter: so many chains leave log Z a standard error near 0.02. */
const ANNEALING = { betas: 5000, chains: 400 } as const;
/** Gibbs steps from where the training's chains came to, before they count as samples of the averaged machine. */
const SETTLING = 1000;
/** The two estimates must be as near as this, in nats, for the figure to count. */
const AGREEMENT = 0.1;

/** Test set, nats a frame: Boulanger-Lewandowski, Bengio and Vincent (2012), table 1, JSB chorales. */
const PUBLISHED: readonly (readonly [model: string, nats: number])[] = [
  ['note 1-gram', -11.06],
  ['RBM', -7.43],
  ['NADE', -7.19],
  ['RTRBM', -6.35],
  ['RNN-RBM', -6.27],
  ['RNN-NADE (HF)', -5.56],
];

/** What was measured. */
export interface Likelihood {
  readonly hidden: number;
  readonly seconds: number;
  /** The same without the time in which others had the processor. */
  readonly processorSeconds: number;
  readonly up: LogPartition;
  readonly down: LogPartition;
  /** Nats a frame, log Z being the mean of both estimates. */
  readonly train: number;
  readonly measured: number;
  /** Of the measured figure: half of the estimates' distance, and their standard errors. */
  readonly error: number;
  /** Whether the estimates agree. */
  readonly counts: boolean;
}

/**
 * Learns `train` and estimates the mean log-likelihood of `measured`.
 *
 * @param onEpoch - hears how many epochs of how many are done
 */
export function measureLikelihood(
  train: GroupedRows,
  measured: GroupedRows,
  quick: boolean,
  onEpoch: (done: number, of: number) => void,
): Likelihood {
  const started = performance.now();
  const before = process.cpuUsage();
  const trainer = learn(transposedAmong(train, COPIES, TRANSPOSITIONS), quick ? QUICK : TRAINING, onEpoch);
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(before);
  const { rbm } = trainer;

  const base = createRbm(rbm.visible, 1);
  setDataBiases(base, train);
  const chains = quick ? 100 : ANNEALING.chains;
  const annealing = {
    base: base.bv,
    seed: seedState('annealing'),
    chains,
    betas: quick ? 100 : ANNEALING.betas,
  };
  const up = annealUp(rbm, annealing, LANES);
  const samples = settledChains(trainer, chains, quick ? 20 : SETTLING);
  const down = annealDown(rbm, annealing, (chain) => samples[chain], LANES);
  const logPartition = (up.logPartition + down.logPartition) / 2;
  const apart = Math.abs(up.logPartition - down.logPartition);
  return {
    hidden: HIDDEN,
    seconds,
    processorSeconds: (used.user + used.system) / 1e6,
    up,
    down,
    train: meanLogLikelihood(rbm, train, logPartition),
    measured: meanLogLikelihood(rbm, measured, logPartition),
    error: apart / 2 + Math.max(up.error, down.error),
    counts: apart <= AGREEMENT,
  };
}

function learn(
  rows: GroupedRows,
  options: TrainingOptions,
  onEpoch: (done: number, of: number) => void,
): TrainerInternals {
  const rbm: Rbm = createRbm(rows.columns, HIDDEN);
  drawWeights(rbm, options.seed, 0, DEVIATION);
  setDataBiases(rbm, rows);
  const nothing = { ...rows, starts: new Uint32Array(0), groups: Uint32Array.of(0) };
  const trainer = createTrainer(rbm, rows, nothing, options, LANES);
  while (!trainer.done) {
    trainEpoch(trainer);
    onEpoch(trainer.epoch, options.epochs);
  }
  return trainer;
}

/** Samples of the trained machine: where chains come to that start where the training's chains are. */
function settledChains({ rbm, learner }: TrainerInternals, count: number, steps: number): Uint32Array[] {
  const sampler = createSampler(rbm, 1, LANES);
  const seed = seedState('settling');
  return Array.from({ length: count }, (_, c) => {
    const chain = createChain(sampler, seed, c);
    const from = learner.chains[c % learner.chains.length]?.visible;
    if (from !== undefined) {
      chain.visible.active.set(from.active);
      chain.visible.count = from.count;
    }
    runChain(chain, sampler, steps);
    return chain.visible.active.slice(0, chain.visible.count);
  });
}

function nats(value: number): string {
  return value.toFixed(3).replace('-', '−');
}

/** What a person reads. */
export function likelihoodText(
  split: string,
  { hidden, seconds, processorSeconds, up, down, ...found }: Likelihood,
): string {
  const lines = [
    `harmonium: ${hidden} hidden units, learnt in ${seconds.toFixed(0)} s (${processorSeconds.toFixed(0)} s of one processor)`,
    `log Z: upwards ${up.logPartition.toFixed(3)} ± ${up.error.toFixed(3)}, downwards ${down.logPartition.toFixed(3)} ± ${down.error.toFixed(3)}`,
    `train: ${nats(found.train)} nats a frame`,
    `${split}: ${nats(found.measured)} ± ${found.error.toFixed(3)} nats a frame`,
  ];
  if (!found.counts) lines.push(`the two estimates are more than ${AGREEMENT} nats apart: the figure does not count`);
  lines.push('', 'JSB chorales, test part, nats a frame (Boulanger-Lewandowski et al. 2012)');
  const rows: [string, number][] = PUBLISHED.map(([model, value]) => [model, value]);
  rows.push([`harmonium, ${split}`, found.measured]);
  rows.sort((a, b) => a[1] - b[1]);
  for (const [model, value] of rows) lines.push(`  ${model.padEnd(20)} ${nats(value)}`);
  return `${lines.join('\n')}\n`;
}
