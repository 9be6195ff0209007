/**
 * What a chain does not depend on: other chains, their order, how they are spread over workers, and what the process did before.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import type { Model } from '../../src/model/model.ts';
import { readModel } from '../../src/model/read-model.ts';
import { generate } from '../../src/music/windows/generate.ts';
import { createChain, runChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { musicFingerprints } from '../engines/fingerprints/music.ts';
import { numberFingerprints } from '../engines/fingerprints/numbers.ts';
import { readGolden } from '../engines/golden.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MODEL = `${ROOT}fixtures/models/default.safetensors`;
const model: Model = readModel(readFileSync(MODEL));
const CHAINS = 8;
const STEPS = 12;

/** The windows of chains, each run to its end before the next begins. */
function windows(indices: readonly number[]): Map<number, number[]> {
  const sampler = createSampler(model.rbm);
  const seed = seedState('independence');
  return new Map(
    indices.map((index) => {
      const chain = createChain(sampler, seed, index);
      startFromNoise(chain, sampler);
      runChain(chain, sampler, STEPS);
      return [index, [...chain.visible.active.subarray(0, chain.visible.count)]];
    }),
  );
}

const all: readonly number[] = Array.from({ length: CHAINS }, (_, index) => index);
const expected: Map<number, number[]> = windows(all);

describe('a chain is the same', () => {
  it('alone and among others', () => {
    for (const index of all) expect(windows([index]).get(index)).toEqual(expected.get(index));
    const few = [...generate(model, { count: 2, seed: 5, gibbs: STEPS })];
    const many = [...generate(model, { count: CHAINS, seed: 5, gibbs: STEPS })];
    expect(many.slice(0, 2)).toEqual(few);
    expect(expected.get(0)).not.toEqual(expected.get(1));
  });

  it('in whatever order chains are run', () => {
    const shuffled = [5, 0, 7, 2, 6, 1, 4, 3];
    for (const [index, window] of windows(shuffled)) expect(window).toEqual(expected.get(index));
  });

  it('when chains take turns step by step', () => {
    const sampler = createSampler(model.rbm);
    const chains = all.map((index) => createChain(sampler, seedState('independence'), CHAINS - 1 - index));
    for (const chain of chains) startFromNoise(chain, sampler);
    for (let step = 0; step < STEPS; step++) for (const chain of chains) runChain(chain, sampler, 1);
    for (const { index, visible } of chains) {
      expect([...visible.active.subarray(0, visible.count)]).toEqual(expected.get(index));
    }
  });

  it.each([1, 2, 3])('when %d workers share the chains', async (workers) => {
    const shares = Array.from({ length: workers }, (_, w) => all.filter((index) => index % workers === w));
    const found = await Promise.all(shares.map(inWorker));
    expect(new Map(found.flat().sort(([a], [b]) => a - b))).toEqual(expected);
  });
});

/** The windows of chains, run by a worker of its own from the built library. */
function inWorker(indices: readonly number[]): Promise<[number, number[]][]> {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { readFileSync } = require('node:fs');
    (async () => {
      const { openChain, readModel } = await import(workerData.library);
      const { rbm } = readModel(readFileSync(workerData.model));
      parentPort.postMessage(workerData.indices.map((index) => {
        const chain = openChain(rbm, { seed: 'independence', index });
        chain.run(workerData.steps);
        return [index, [...chain.visible()]];
      }));
    })();`;
  const library = new URL('../../dist/index.js', import.meta.url).href;
  const workerData = { library, model: MODEL, indices, steps: STEPS };
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

it('what the process did before leaves no trace', () => {
  const golden = readGolden();
  windows([99]);
  for (const temperature of [0.3, 3]) {
    expect([...generate(model, { count: 3, seed: 'before', temperature, gibbs: 3 })]).toHaveLength(3);
  }
  for (let time = 0; time < 2; time++) {
    expect(golden).toMatchObject(musicFingerprints(model));
    expect(golden).toMatchObject(numberFingerprints());
  }
});
