/**
 * The parts of a CD-1 step, each for a whole batch.
 *
 * @module
 */
import { activeBits } from 'harmonium-rbm/math/active-bits';
import { PURPOSE, streamKey } from 'harmonium-rbm/math/random';
import { seedState } from 'harmonium-rbm/math/seed-state';
import { addSamples, createGradient, type Gradient } from 'harmonium-rbm/rbm/gradient';
import { hiddenInput } from 'harmonium-rbm/rbm/hidden-input';
import { packedSums } from 'harmonium-rbm/rbm/packed-sums';
import { listUnits, settleList } from 'harmonium-rbm/rbm/sample-sums';
import {
  type ActiveUnits,
  computeHiddenInput,
  createSampler,
  createUnits,
  type Sampler,
  sampleHidden,
} from 'harmonium-rbm/rbm/sampler';
import { updateRbm, type Velocity } from 'harmonium-rbm/rbm/update';
import { timed } from '../alternate.ts';
import { hash } from '../ours.ts';
import { OURS } from '../report.ts';
import { copyOf, type Scene, sceneName, type Work, type Workshop } from '../work.ts';
import type { BenchCase } from './bench-case.ts';

/** An example's layers, and the stream of its random numbers. */
interface Example {
  readonly data: ActiveUnits;
  readonly hidden: ActiveUnits;
  readonly hiddenInput: Float64Array;
  /** The visible layer's inputs, packed. */
  readonly sums: Float64Array;
  /** Room for the visible units that fire. */
  readonly fired: Uint32Array;
  readonly key0: number;
  readonly key1: number;
}

/** A batch and all that its parts need. */
interface Bench {
  readonly work: Work;
  readonly examples: readonly Example[];
  readonly gradient: Gradient;
  readonly velocity: Velocity;
  /** Of a copy of the work's machine, to change. */
  readonly sampler: Sampler;
}

/** Visible to hidden, hidden to visible, sampling the visible layer, both phases of the gradient, and one with the update. */
export function kernelCases(workshop: Workshop, scene: Scene): BenchCase[] {
  let bench: Bench | undefined;
  const kernel = (name: string, step: (bench: Bench) => void, output: (bench: Bench) => number): BenchCase => ({
    name: `${name} ${sceneName(scene)}`,
    contestants: () => {
      bench ??= prepare(workshop.work(scene));
      const ready = bench;
      const checksum = (): number => {
        step(ready);
        return output(ready);
      };
      return [{ implementation: OURS, run: timed(() => step(ready)), checksum }];
    },
  });
  return [
    kernel('v to h', toHidden, ({ examples }) => hash(...examples.map(({ hiddenInput: input }) => input))),
    kernel('h to v', toVisible, ({ examples }) => hash(...examples.map(({ sums }) => sums))),
    kernel('sampling', sample, ({ examples }) => hash(...examples.map(({ fired }) => fired))),
    kernel('gradient', addGradient, (ready) => {
      addGradient(ready);
      const found = hash(ready.gradient.lanes, ready.gradient.bv, ready.gradient.bh);
      clear(ready.gradient);
      return found;
    }),
    kernel('update', update, (ready) => {
      const sampler = createSampler(copyOf(ready.work.rbm));
      learn({ ...ready, sampler }, 0.005);
      return hash(sampler.rbm.w, sampler.rbm.bv, sampler.rbm.bh);
    }),
  ];
}

function toHidden({ work: { rbm }, examples }: Bench): void {
  for (const { hiddenInput: out, data } of examples) hiddenInput(out, data.active, data.count, rbm.w, rbm.bh);
}

function toVisible({ sampler: { packed, rbm }, examples }: Bench): void {
  for (const { sums, hidden } of examples) packedSums(sums, packed, hidden.active, hidden.count, rbm.hidden);
}

function sample({ sampler, examples }: Bench): void {
  const { rbm, packedBounds, temperature } = sampler;
  for (const { fired, sums, hidden, key0, key1 } of examples) {
    const listed = listUnits(fired, sums, rbm.visible, packedBounds, key0, key1);
    settleList(fired, listed, temperature, rbm, hidden.active, hidden.count, key0, key1);
  }
}

/** Both phases with the same layers: what the second takes away the first has added, so that no sum runs over. */
function addGradient({ examples, gradient }: Bench): void {
  for (const { data, hidden } of examples) addSamples(gradient, data, hidden, 1);
  for (const { data, hidden } of examples) addSamples(gradient, data, hidden, -1);
}

function clear({ lanes, bv, bh }: Gradient): void {
  for (const sums of [lanes, bv, bh]) sums.fill(0);
}

/** At a rate of 0, which costs the same and leaves the weights as they are. */
function update(bench: Bench): void {
  learn(bench, 0);
}

/** The data's phase, and a step along it. */
function learn({ work, sampler, examples, gradient, velocity }: Bench, rate: number): void {
  for (const { data, hidden } of examples) addSamples(gradient, data, hidden, 1);
  updateRbm(sampler.rbm, sampler.packed, velocity, gradient, work.batch, { rate, momentum: 0, decay: 0 });
}

function prepare(work: Work): Bench {
  const rbm = copyOf(work.rbm);
  const velocity = {
    w: new Float32Array(rbm.w.length),
    bv: new Float32Array(rbm.visible),
    bh: new Float32Array(rbm.hidden),
  };
  const sampler = createSampler(rbm);
  return { work, examples: examplesOf(work, sampler), gradient: createGradient(rbm), velocity, sampler };
}

function examplesOf({ rbm, batch, rows }: Work, sampler: Sampler): Example[] {
  const key = new Uint32Array(2);
  const seed = seedState('bench');
  return Array.from({ length: batch }, (_, row) => {
    streamKey(key, seed, PURPOSE.chain, row, 0);
    const [key0 = 0, key1 = 0] = key;
    const data = createUnits(rbm.visible);
    const hidden = createUnits(rbm.hidden);
    data.count = activeBits(data.active, rows, row);
    computeHiddenInput(sampler, data);
    sampleHidden(hidden, sampler, key);
    const sums = new Float64Array(8 * sampler.packed.groups);
    packedSums(sums, sampler.packed, hidden.active, hidden.count, rbm.hidden);
    const fired = new Uint32Array(rbm.visible + 1);
    return { data, hidden, hiddenInput: new Float64Array(rbm.hidden), sums, fired, key0, key1 };
  });
}
