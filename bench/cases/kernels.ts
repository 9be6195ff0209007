/**
 * The parts of a CD-1 step, each for a whole batch.
 *
 * @module
 */
import { activeBits } from 'harmonium-rbm/math/active-bits';
import { fillUniforms, PURPOSE, streamKey } from 'harmonium-rbm/math/random';
import { seedState } from 'harmonium-rbm/math/seed-state';
import { hiddenInput } from 'harmonium-rbm/rbm/hidden-input';
import { sampleUnits } from 'harmonium-rbm/rbm/sample-units';
import { visibleInput } from 'harmonium-rbm/rbm/visible-input';
import { timed } from '../alternate.ts';
import { hash } from '../ours.ts';
import { OURS } from '../report.ts';
import { type Scene, sceneName, type Work, type Workshop } from '../work.ts';
import type { BenchCase } from './bench-case.ts';

/** An example's layers, with inputs and random numbers already there. */
interface Example {
  readonly data: Uint32Array;
  readonly hiddenInput: Float64Array;
  readonly visibleInput: Float64Array;
  readonly hidden: Uint32Array;
  readonly uniforms: Uint32Array;
}

/** Visible to hidden, hidden to visible, and sampling the visible layer. */
export function kernelCases(workshop: Workshop, scene: Scene): BenchCase[] {
  let prepared: { work: Work; examples: Example[] } | undefined;
  const prepare = (): { work: Work; examples: Example[] } => {
    if (prepared === undefined) {
      const work = workshop.work(scene);
      prepared = { work, examples: examplesOf(work) };
    }
    return prepared;
  };
  const kernel = (name: string, each: (work: Work, example: Example) => void, output: keyof Example): BenchCase => ({
    name: `${name} ${sceneName(scene)}`,
    contestants: () => {
      const { work, examples } = prepare();
      const step = (): void => {
        for (const example of examples) each(work, example);
      };
      const checksum = (): number => {
        step();
        return hash(...examples.map((example) => example[output]));
      };
      return [{ implementation: OURS, run: timed(step), checksum }];
    },
  });
  const active = new Uint32Array(4096);
  let fired = 0;
  return [
    kernel(
      'v to h',
      ({ rbm }, { hiddenInput: out, data }) => hiddenInput(out, data, data.length, rbm.w, rbm.bh),
      'hiddenInput',
    ),
    kernel(
      'h to v',
      ({ rbm }, { visibleInput: out, hidden }) => visibleInput(out, hidden, hidden.length, rbm.w, rbm.bv, rbm.hidden),
      'visibleInput',
    ),
    kernel(
      'sampling',
      (_work, { visibleInput: input, uniforms }) => {
        fired += sampleUnits(active, input, uniforms, 1);
        // What fires is counted only so that it is wanted.
        if (fired < 0) throw new Error('less than no unit fired');
      },
      'visibleInput',
    ),
  ];
}

function examplesOf({ rbm, batch, rows }: Work): Example[] {
  const key = new Uint32Array(2);
  const seed = seedState('bench');
  const list = new Uint32Array(rbm.visible + rbm.hidden);
  return Array.from({ length: batch }, (_, row) => {
    const data = list.slice(0, activeBits(list, rows, row));
    const example = {
      data,
      hiddenInput: new Float64Array(rbm.hidden),
      visibleInput: new Float64Array(rbm.visible),
      uniforms: new Uint32Array(rbm.visible),
    };
    streamKey(key, seed, PURPOSE.chain, row, 0);
    fillUniforms(example.uniforms, key);
    hiddenInput(example.hiddenInput, data, data.length, rbm.w, rbm.bh);
    const hidden = list.slice(0, sampleUnits(list, example.hiddenInput, example.uniforms, 1));
    visibleInput(example.visibleInput, hidden, hidden.length, rbm.w, rbm.bv, rbm.hidden);
    return { ...example, hidden };
  });
}
