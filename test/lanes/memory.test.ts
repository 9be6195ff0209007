/**
 * The life of machines on lanes: many at a time, and thousands one after another.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { createChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine } from '../reference/toy.ts';
import { lanes, stateOf } from './lanes.ts';
import { machineOf, ORDINARY, scatteredRows, twinsOf } from './twins.ts';

/** Samplers and learners of a machine of 2,340 × 50, which take 3 to 6 MB each, made and dropped; memory in use on the way. */
const PROGRAM = `
const { openLanes } = await import('${new URL('../../dist/lanes/index.js', import.meta.url).href}');
const { createRbm, drawWeights } = await import('${new URL('../../dist/rbm/rbm.js', import.meta.url).href}');
const { createSampler } = await import('${new URL('../../dist/rbm/sampling/sampler.js', import.meta.url).href}');
const { createChain } = await import('${new URL('../../dist/rbm/sampling/gibbs-chain.js', import.meta.url).href}');
const { createLearner } = await import('${new URL('../../dist/rbm/training/learner.js', import.meta.url).href}');
const kernels = openLanes();
const rbm = createRbm(2340, 50);
drawWeights(rbm, 'many', 0, 0.1);
const seed = Uint32Array.of(1, 2, 3, 4);
const rows = { bits: new Uint32Array(74 * 100), starts: Uint32Array.from({ length: 100 }, (_, n) => 74 * 32 * n), columns: 2340 };
const order = Uint32Array.from({ length: 100 }, (_, n) => n);
const update = { rate: 0.1, momentum: 0.5, decay: 0 };
const used = [];
const note = () => {
  const { rss, external } = process.memoryUsage();
  used.push({ rss: rss / 2 ** 20, external: external / 2 ** 20 });
};
const rest = async () => {
  for (let n = 0; n < 3; n++) {
    globalThis.gc?.();
    await new Promise((soon) => setTimeout(soon, 20));
  }
};
await rest();
note();
for (let n = 0; n < 1000; n++) {
  const sampler = createSampler(rbm, 1, kernels);
  sampler.run([createChain(sampler, seed, n)], 1);
  if (n % 50 === 49) note();
}
for (let n = 0; n < 300; n++) {
  createLearner(rbm, seed, 100, 'samples', 0, undefined, kernels).learn(rows, order, 0, 100, { cd: 1, epoch: n }, update);
  if (n % 15 === 14) note();
}
await rest();
note();
console.log(JSON.stringify(used));
`;

interface Used {
  readonly rss: number;
  readonly external: number;
}

function run(...flags: string[]): Used[] {
  const out = execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', PROGRAM], {
    encoding: 'utf8',
  });
  return JSON.parse(out) as Used[];
}

describe('thousands of machines', () => {
  it('do not add up: 1,000 samplers and 300 learners, in MB', () => {
    const used = run();
    expect(used).toHaveLength(42);
    const [start] = used;
    // All of them together would take more than 4,000.
    expect(Math.max(...used.map(({ rss }) => rss)) - start.rss).toBeLessThan(600);
    expect(Math.max(...used.map(({ external }) => external)) - start.external).toBeLessThan(600);
  });

  it('leave nothing behind once memory is collected', () => {
    const used = run('--expose-gc');
    const [start] = used;
    expect(used[41].external - start.external).toBeLessThan(20);
  });
});

describe('machines side by side', () => {
  it('do not touch each other: 300 samplers that are used in turn', () => {
    const shapes = Array.from({ length: 300 }, (_, n) => [1 + ((n * 37) % 200), 1 + ((n * 13) % 60)]);
    const [plain, onLanes] = [undefined, lanes()].map((kernels) =>
      shapes.map(([visible, hidden], n) => {
        const sampler = createSampler(toyMachine(visible, hidden, n, 0.7), 1 + (n % 3), kernels);
        const chain = createChain(sampler, seedState('side by side'), n);
        startFromNoise(chain, sampler);
        return { sampler, chain };
      }),
    );
    for (let step = 0; step < 3; step++) {
      for (const many of [plain, onLanes]) for (const { sampler, chain } of many) sampler.run([chain], 1 + step);
    }
    expect(onLanes.map(({ chain }) => stateOf(chain))).toEqual(plain.map(({ chain }) => stateOf(chain)));
  });

  it('learn as they do alone: ten learners in turn', () => {
    const many = Array.from({ length: 10 }, (_, n) => {
      const task = { ...ORDINARY, visible: 50 + 31 * n, hidden: 3 + 9 * n, seed: n, chains: n % 2 === 0 ? 0 : 8 };
      const next = mulberry32(n);
      return twinsOf(task, machineOf(task, next), scatteredRows(20, task.visible, 0.2, next));
    });
    const order = Uint32Array.from({ length: 20 }, (_, n) => n);
    const found: string[] = [];
    for (let epoch = 0; epoch < 4; epoch++) {
      for (const twins of many) {
        found.push(...twins.learn(order, epoch, epoch + 10, epoch, { rate: 0.1, momentum: 0.5, decay: 0.01 }, 1));
      }
    }
    expect(found).toEqual([]);
  });
});
