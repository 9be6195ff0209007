/**
 * Both layers from packed sums, decision by decision beside the exact sampler's.
 *
 * @module
 */
import { describe, expect, it, vi } from 'vitest';
import { createRbm, drawWeights, type Rbm } from '../../src/rbm/rbm.ts';
import { createPlainSampler, type PlainSampler } from '../../src/rbm/sampling/plain-sampler.ts';
import { aimBiases, aimHiddenBiases, HARD_WEIGHTS } from '../reference/close-calls.ts';
import { plainHiddenInput } from '../reference/hidden-input.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { sampleUnits } from '../reference/sample.ts';
import { slow } from '../reference/slow.ts';
import { toyMachine } from '../reference/toy.ts';
import { uniformsOf } from '../reference/uniforms.ts';
import { plainVisibleInput } from '../reference/visible-input.ts';
import { fastHidden, fastVisible } from './fast.ts';
import { trainedMachine } from './trained-machine.ts';

/** How often a logistic has been computed. */
const logistics = vi.hoisted(() => ({ count: 0 }));

vi.mock(import('../../src/math/functions/sigmoid.ts'), async (original) => {
  const { sigmoid, softplus } = await original();
  const counted = (a: number): number => {
    logistics.count++;
    return sigmoid(a);
  };
  return { sigmoid: counted, softplus };
});

/** What share of the true rounding error the packed sums reckon with. */
const reckoned = vi.hoisted(() => ({ share: 1 }));

vi.mock(import('../../src/rbm/packed/packed4-weights.ts'), async (original) => {
  const module = await original();
  return { ...module, halfUnits: (count: number): number => Math.floor(reckoned.share * module.halfUnits(count)) };
});

const TEMPERATURES = [1, 0.01, 0.5, 7, 100];

/** What came of comparing decisions. */
interface Tally {
  decisions: number;
  different: number;
  /** Decisions of the kernel that took a logistic. */
  computed: number;
}

function tally(): Tally {
  return { decisions: 0, different: 0, computed: 0 };
}

function allUnits(units: number): number[] {
  return Array.from({ length: units }, (_, n) => n);
}

/** Counts where the two differ. Exact: a decision of each of `units` units. */
function compare(counts: Tally, units: number, fast: readonly number[], exact: readonly number[]): void {
  counts.decisions += units;
  if (`${fast}` === `${exact}`) return;
  const fired = new Set(fast);
  counts.different += Math.max(1, fast.length + exact.length - 2 * exact.filter((n) => fired.has(n)).length);
}

/** Samples the visible layer both ways; gives the exact one. */
function compareVisible(counts: Tally, sampler: PlainSampler, hidden: readonly number[], key: Uint32Array): number[] {
  const { rbm, temperature } = sampler;
  const before = logistics.count;
  const fast = fastVisible(sampler, hidden, key);
  counts.computed += logistics.count - before;
  const exact = sampleUnits(plainVisibleInput(rbm, hidden), uniformsOf(key, rbm.visible), 1 / temperature);
  compare(counts, rbm.visible, fast, exact);
  return exact;
}

/**
 * Follows a Gibbs chain from everything off, both layers both ways; tells how many visible units are on, on the whole. Parameters may be
 * not finite, as a training that diverges comes to them: only the door refuses such.
 */
function follow(counts: Tally, rbm: Rbm, temperature: number, steps: number, next: () => number): number {
  const sampler = createPlainSampler(rbm, temperature);
  const key = new Uint32Array(2);
  const hiddens = tally();
  let visible: number[] = [];
  let on = 0;
  for (let step = 0; step < steps; step++) {
    key[0] = next() * 2 ** 32;
    key[1] = next() * 2 ** 32;
    const hidden = sampleUnits(plainHiddenInput(rbm, visible), uniformsOf(key, rbm.hidden), 1 / temperature);
    compare(hiddens, rbm.hidden, fastHidden(sampler, visible, key), hidden);
    key[1]++;
    visible = compareVisible(counts, sampler, hidden, key);
    on += visible.length;
  }
  counts.different += hiddens.different;
  return on / steps;
}

/** Hard decisions of every kind, `rounds` machines of each, if the packed sums reckon with this share of their rounding. */
function hardDecisions(rounds: number, seed: number, share = 1): Tally {
  const counts = tally();
  const next = mulberry32(seed);
  const key = new Uint32Array(2);
  reckoned.share = share;
  for (let round = 0; round < rounds; round++) {
    const units = [50, 1, 7, 70, 49, 256][round % 6];
    const temperature = TEMPERATURES[round % TEMPERATURES.length];
    for (const [, weight] of HARD_WEIGHTS) {
      const rbm = createRbm(301, units);
      for (let n = 0; n < rbm.w.length; n++) rbm.w[n] = weight(next(), units);
      const density = [1, 0.5, 0.1][Math.floor(3 * next())];
      const hidden = allUnits(units).filter(() => next() < density);
      const visible = allUnits(301).filter(() => next() < density);
      key[0] = next() * 2 ** 32;
      key[1] = next() * 2 ** 32;
      aimBiases(rbm, hidden, uniformsOf(key, 301), temperature, round);
      compareVisible(counts, createPlainSampler(rbm, temperature), hidden, key);
      aimHiddenBiases(rbm, visible, uniformsOf(key, units), temperature, round);
      const exact = sampleUnits(plainHiddenInput(rbm, visible), uniformsOf(key, units), 1 / temperature);
      compare(counts, units, fastHidden(createPlainSampler(rbm, temperature), visible, key), exact);
    }
  }
  reckoned.share = 1;
  return counts;
}

/** A machine in which some parameters are out of the ordinary. */
function spoilt(...values: readonly number[]): Rbm {
  const rbm = toyMachine(500, 20, 9, 2);
  for (const [n, value] of values.entries()) {
    rbm.w.fill(value, 40 * n, 40 * n + 7);
    rbm.bv[401 + n] = value;
  }
  return rbm;
}

function untrained(visible: number, hidden: number): Rbm {
  const rbm = createRbm(visible, hidden);
  drawWeights(rbm, 'untrained', 0.01, 1);
  return rbm;
}

/** Decisions of chains on machines of every kind, and the hard ones: about a million for each of `length`. */
function decisions(length: number): Tally {
  const counts = tally();
  const next = mulberry32(length);
  const machines: [Rbm, number][] = [
    [trainedMachine(), 30],
    [untrained(2340, 50), 15],
    [untrained(2341, 64), 10],
    [untrained(777, 129), 10],
    [spoilt(1e3), 20],
    [spoilt(1e30, -1e30), 10],
    [spoilt(Infinity, -Infinity), 10],
    [spoilt(NaN), 10],
    [spoilt(Infinity, NaN, 1e30, -1e3, 4096), 10],
    [toyMachine(900, 30, 4, 0), 10],
    [toyMachine(900, 30, 4, 1e-30), 10],
    [toyMachine(901, 30, 4, 700), 10],
  ];
  for (const [rbm, steps] of machines) {
    for (const temperature of TEMPERATURES) follow(counts, rbm, temperature, steps * length, next);
  }
  const hard = hardDecisions(60 * length, length);
  return { ...counts, decisions: counts.decisions + hard.decisions, different: counts.different + hard.different };
}

describe('each layer', () => {
  it('is sampled as the exact sampler does, a million times', () => {
    const { decisions: made, different } = decisions(1);
    expect(different).toBe(0);
    expect(made).toBeGreaterThan(1_000_000);
  }, 60_000);

  it.skipIf(!slow('30 million sampling decisions'))(
    'is sampled as the exact sampler does, 30 million times',
    () => {
      const { decisions: made, different } = decisions(30);
      expect(different).toBe(0);
      expect(made).toBeGreaterThan(30_000_000);
    },
    1_200_000,
  );

  it('would not be if the rounding of weights were left out, or half of it', () => {
    expect(hardDecisions(10, 1).different).toBe(0);
    expect(hardDecisions(10, 1, 0).different).toBeGreaterThan(0);
    expect(hardDecisions(10, 1, 0.5).different).toBeGreaterThan(0);
  });

  it('of trained weights takes a logistic for one decision in a thousand or so', () => {
    const counts = tally();
    const rbm = trainedMachine();
    const on = follow(counts, rbm, 1, 200, mulberry32(3));
    // As many as in the music: it is trained.
    expect(on).toBeGreaterThan(30);
    expect(on).toBeLessThan(150);
    expect(createPlainSampler(rbm, 1).packed.scale).toBeGreaterThan(1);
    expect(counts.different).toBe(0);
    // A unit that is nearly always off meets the lowest of 1,024 cells, which nothing but a logistic settles, that often.
    const share = counts.computed / counts.decisions;
    expect(share).toBeGreaterThan(0.0005);
    expect(share).toBeLessThan(0.002);
  });
});
