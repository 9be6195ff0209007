/**
 * The parts of a CD-1 step, each for a whole batch.
 *
 * @module
 */
import { activeBits } from 'harmonium-rbm/math/active-bits';
import { fillUniforms, PURPOSE, streamKey } from 'harmonium-rbm/math/random';
import { seedState } from 'harmonium-rbm/math/seed-state';
import { addPhase, createGradient, type Gradient, ONE } from 'harmonium-rbm/rbm/gradient';
import { hiddenInput } from 'harmonium-rbm/rbm/hidden-input';
import type { Rbm } from 'harmonium-rbm/rbm/rbm';
import { sampleUnits } from 'harmonium-rbm/rbm/sample-units';
import { updateRbm, type Velocity } from 'harmonium-rbm/rbm/update';
import { visibleInput } from 'harmonium-rbm/rbm/visible-input';
import { timed } from '../alternate.ts';
import { hash } from '../ours.ts';
import { OURS } from '../report.ts';
import { copyOf, type Scene, sceneName, type Work, type Workshop } from '../work.ts';
import type { BenchCase } from './bench-case.ts';

/** An example's layers, with inputs and random numbers already there. */
interface Example {
  readonly data: Uint32Array;
  readonly hiddenInput: Float64Array;
  readonly visibleInput: Float64Array;
  readonly hidden: Uint32Array;
  readonly uniforms: Uint32Array;
  /** Room for the visible units that fire. */
  readonly fired: Uint32Array;
  /** What each hidden unit counts for in the gradient. */
  readonly values: Int32Array;
}

/** A batch and all that its parts need. */
interface Bench {
  readonly work: Work;
  readonly examples: readonly Example[];
  readonly gradient: Gradient;
  readonly velocity: Velocity;
  /** A copy of the work's machine, to change. */
  readonly rbm: Rbm;
}

/** Visible to hidden, hidden to visible, sampling the visible layer, one phase of the gradient, and the update. */
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
    kernel('h to v', toVisible, ({ examples }) => hash(...examples.map(({ visibleInput: input }) => input))),
    kernel('sampling', sample, ({ examples }) => hash(...examples.map(({ fired }) => fired))),
    kernel('gradient', addGradient, (ready) => {
      // Timing has left any number of batches in the sums.
      clear(ready.gradient);
      addGradient(ready);
      const found = hash(ready.gradient.w, ready.gradient.bv, ready.gradient.bh);
      clear(ready.gradient);
      return found;
    }),
    kernel('update', update, (ready) => {
      const learnt = copyOf(ready.work.rbm);
      addGradient(ready);
      updateRbm(learnt, ready.velocity, ready.gradient, ready.work.batch, { rate: 0.005, momentum: 0, decay: 0 });
      return hash(learnt.w, learnt.bv, learnt.bh);
    }),
  ];
}

function toHidden({ work: { rbm }, examples }: Bench): void {
  for (const { hiddenInput: out, data } of examples) hiddenInput(out, data, data.length, rbm.w, rbm.bh);
}

function toVisible({ work: { rbm }, examples }: Bench): void {
  for (const { visibleInput: out, hidden } of examples) {
    visibleInput(out, hidden, hidden.length, rbm.w, rbm.bv, rbm.hidden);
  }
}

function sample({ examples }: Bench): void {
  for (const { fired, visibleInput: input, uniforms } of examples) sampleUnits(fired, input, uniforms, 1);
}

/** The data's phase. The sums may run over: they only ever wrap around. */
function addGradient({ examples, gradient }: Bench): void {
  for (const { data, values } of examples) addPhase(gradient, data, data.length, values, ONE);
}

function clear({ w, bv, bh }: Gradient): void {
  for (const sums of [w, bv, bh]) sums.fill(0);
}

/** At rate 0, which costs the same and leaves the weights as they are. */
function update({ work, rbm, gradient, velocity }: Bench): void {
  updateRbm(rbm, velocity, gradient, work.batch, { rate: 0, momentum: 0, decay: 0 });
}

function prepare(work: Work): Bench {
  const rbm = copyOf(work.rbm);
  const velocity = {
    w: new Float32Array(rbm.w.length),
    bv: new Float32Array(rbm.visible),
    bh: new Float32Array(rbm.hidden),
  };
  return { work, examples: examplesOf(work), gradient: createGradient(rbm), velocity, rbm };
}

function examplesOf({ rbm, batch, rows }: Work): Example[] {
  const key = new Uint32Array(2);
  const seed = seedState('bench');
  const list = new Uint32Array(Math.max(rbm.visible, rbm.hidden));
  return Array.from({ length: batch }, (_, row) => {
    const data = list.slice(0, activeBits(list, rows, row));
    const example = {
      data,
      hiddenInput: new Float64Array(rbm.hidden),
      visibleInput: new Float64Array(rbm.visible),
      uniforms: new Uint32Array(Math.max(rbm.visible, rbm.hidden)),
      fired: new Uint32Array(rbm.visible),
      values: new Int32Array(rbm.hidden),
    };
    streamKey(key, seed, PURPOSE.chain, row, 0);
    fillUniforms(example.uniforms, key);
    hiddenInput(example.hiddenInput, data, data.length, rbm.w, rbm.bh);
    const hidden = list.slice(0, sampleUnits(list, example.hiddenInput, example.uniforms, 1));
    visibleInput(example.visibleInput, hidden, hidden.length, rbm.w, rbm.bv, rbm.hidden);
    for (const j of hidden) example.values[j] = ONE;
    return { ...example, hidden };
  });
}
