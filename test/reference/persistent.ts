/**
 * Persistent contrastive divergence with centring, without any shortcut: the twin of `rbm/training/persistent-chains` and
 * `rbm/training/centred-update`.
 *
 * @module
 */
import { sigmoid } from '../../src/math/functions/sigmoid.ts';
import { PURPOSE } from '../../src/math/random/random.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import type { HiddenStatistics } from '../../src/rbm/training/phases.ts';
import type { UpdateOptions, Velocity } from '../../src/rbm/training/update.ts';
import { onesOf } from './bits.ts';
import { plainHiddenInput } from './hidden-input.ts';
import { sampleUnits } from './sample.ts';
import { uniformsAt } from './uniforms.ts';
import { plainVisibleInput } from './visible-input.ts';

/** All that learning remembers. */
export interface PlainPersistent {
  readonly rbm: Rbm;
  readonly velocity: Velocity;
  /** The visible units of each chain that are on, and the steps they have taken. */
  readonly chains: number[][];
  steps: number;
  readonly mu: number[];
  readonly lambda: number[];
  readonly offsetRate: number;
}

const FIRST = 2 ** 31;

/** Chains from noise; μ the rows' means and λ a half, or zeros. */
export function plainPersistent(
  rbm: Rbm,
  rows: readonly (readonly number[])[],
  count: number,
  centred: boolean,
  seed: Uint32Array,
): PlainPersistent {
  const { visible, hidden } = rbm;
  const means = Array.from({ length: visible }, (_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
  return {
    rbm,
    velocity: { w: rbm.w.map(() => 0), bv: rbm.bv.map(() => 0), bh: rbm.bh.map(() => 0) },
    chains: Array.from({ length: count }, (_, c) =>
      sampleUnits(rbm.bv, uniformsAt(seed, PURPOSE.start, FIRST + c, 0, visible)),
    ),
    steps: 0,
    mu: centred ? means : means.map(() => 0),
    lambda: Array.from({ length: hidden }, () => (centred ? 0.5 : 0)),
    offsetRate: centred ? 0.01 : 0,
  };
}

/** What a hidden layer counts for, in units of 2⁻¹⁶. */
function counted(input: Float64Array, statistics: HiddenStatistics, uniforms: ArrayLike<number>): Float64Array {
  if (statistics === 'probabilities') return input.map((a) => Math.round(65536 * sigmoid(a)));
  const counts = input.map(() => 0);
  for (const j of sampleUnits(input, uniforms)) counts[j] = 65536;
  return counts;
}

/** Learns one batch: rows by number. */
export function plainLearnPersistently(
  plain: PlainPersistent,
  rows: readonly (readonly number[])[],
  batch: readonly number[],
  cd: number,
  statistics: HiddenStatistics,
  epoch: number,
  seed: Uint32Array,
  { rate, momentum, decay, sparsity = 0 }: UpdateOptions,
): void {
  const { rbm, velocity, chains, mu, lambda, offsetRate } = plain;
  const { visible, hidden } = rbm;
  const data = phase(
    batch.map((row) => ({
      v: onesOf(rows[row]),
      uniforms: uniformsAt(seed, PURPOSE.training, row, 2048 * epoch, hidden),
    })),
  );
  for (const [c, chain] of chains.entries()) {
    let v = chain;
    for (let s = plain.steps; s < plain.steps + cd; s++) {
      const h = sampleUnits(plainHiddenInput(rbm, v), uniformsAt(seed, PURPOSE.chain, FIRST + c, 2 * s, hidden));
      v = sampleUnits(plainVisibleInput(rbm, h), uniformsAt(seed, PURPOSE.chain, FIRST + c, 2 * s + 1, visible));
    }
    chains[c] = v;
  }
  plain.steps += cd;
  const believed = phase(
    chains.map((v, c) => ({ v, uniforms: uniformsAt(seed, PURPOSE.chain, FIRST + c, 2 * plain.steps, hidden) })),
  );

  const perExample = 1 / (batch.length * 65536);
  const perChain = 1 / (chains.length * 65536);
  const gap = (n: number, of: 'w' | 'v' | 'h'): number => data[of][n] * perExample - believed[of][n] * perChain;
  const means = Array.from(lambda, (_, j) => data.h[j] * perExample);
  for (let j = 0; j < hidden; j++) lambda[j] += offsetRate * (means[j] - lambda[j]);
  const slopes = Array.from(rbm.w, (weight, n) => {
    const [i, j] = [Math.floor(n / hidden), n % hidden];
    return gap(n, 'w') - mu[i] * gap(j, 'h') - gap(i, 'v') * lambda[j] - decay * weight;
  });
  const move = (part: 'w' | 'bv' | 'bh', n: number, slope: number): void => {
    const step = momentum * velocity[part][n] + rate * slope;
    // It is kept only where it is used.
    if (momentum !== 0) velocity[part][n] = step;
    rbm[part][n] += step;
  };
  for (let i = 0; i < visible; i++) {
    let explained = 0;
    for (let j = 0; j < hidden; j++) explained += slopes[i * hidden + j] * lambda[j];
    move('bv', i, gap(i, 'v') - explained);
  }
  for (let j = 0; j < hidden; j++) {
    let slope = gap(j, 'h') - sparsity * (means[j] - 0.1);
    for (let i = 0; i < visible; i++) slope -= mu[i] * slopes[i * hidden + j];
    move('bh', j, slope);
  }
  for (const [n, slope] of slopes.entries()) move('w', n, slope);

  function phase(
    layers: readonly { v: readonly number[]; uniforms: ArrayLike<number> }[],
  ): Record<'w' | 'v' | 'h', Float64Array> {
    const sums = { w: new Float64Array(visible * hidden), v: new Float64Array(visible), h: new Float64Array(hidden) };
    for (const { v, uniforms } of layers) {
      const counts = counted(plainHiddenInput(rbm, v), statistics, uniforms);
      for (const i of v) {
        sums.v[i] += 65536;
        for (let j = 0; j < hidden; j++) sums.w[i * hidden + j] += counts[j];
      }
      for (let j = 0; j < hidden; j++) sums.h[j] += counts[j];
    }
    return sums;
  }
}
