/**
 * Engines and pages that compile no WebAssembly, and systems without memory for it.
 *
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isOnLanes } from '../../src/lanes/lane-learner.ts';
import { createMachine } from '../../src/lanes/lane-machine.ts';
import type { LayoutSizes } from '../../src/lanes/layout.ts';
import { type Memory, type WebAssemblyApi, webAssembly } from '../../src/lanes/web-assembly.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { teamKernels } from '../../src/node/training/team.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { createLearner } from '../../src/rbm/training/learner.ts';
import { toyMachine } from '../reference/toy.ts';
import { isPlain, lanes } from './lanes.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What the engine that runs this has. */
const api = webAssembly()!;

/** What `openLanes` gives in a module that was just loaded. */
async function opened(): Promise<unknown> {
  vi.resetModules();
  const { openLanes } = await import('../../src/lanes/lanes.ts');
  return openLanes();
}

/** WebAssembly that counts what is compiled, and may not compile it. */
function counting(refuses: boolean): { readonly compiled: number } {
  const counts = { compiled: 0 };
  const Module: unknown = function compile(bytes: Uint8Array) {
    counts.compiled++;
    // As V8 words it.
    if (refuses) throw new Error("WebAssembly.Module(): Refused to compile: 'unsafe-eval' is not an allowed source");
    return new api.Module(bytes);
  };
  vi.stubGlobal('WebAssembly', { Module, Memory: api.Memory, Instance: api.Instance });
  return counts;
}

/** Whether an instance takes this memory. */
function takes(module: InstanceType<WebAssemblyApi['Module']>, memory: Memory): boolean {
  try {
    return 'pack' in new api.Instance(module, { env: { memory } }).exports;
  } catch {
    return false;
  }
}

describe('openLanes', () => {
  it('has kernels here, the same each time', async () => {
    const kernels = await opened();
    expect(kernels).toMatchObject({ name: 'lanes' });
    const { openLanes } = await import('../../src/lanes/lanes.ts');
    expect(openLanes()).toBe(kernels);
  });

  it('takes a module that was compiled elsewhere, of this version alone', async () => {
    vi.resetModules();
    const { openLanes } = await import('../../src/lanes/lanes.ts');
    const { moduleBytes } = await import('../../src/lanes/compiled.ts');
    const empty = new api.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    for (const module of ['x', {}, moduleBytes(false), empty, null]) {
      expect(() => openLanes(module as object)).toThrow(/^module: expected the module of this version/);
    }
    const own = openLanes();
    expect(own).toMatchObject({ name: 'lanes' });
    expect(openLanes(new api.Module(moduleBytes(false)))).toBe(own);
    const machine = toyMachine(20, 5, 1);
    expect(isPlain(createSampler(machine, 1, own))).toBe(false);
  });

  it('has none without WebAssembly, whatever module is given', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    vi.resetModules();
    const { openLanes } = await import('../../src/lanes/lanes.ts');
    expect(openLanes({})).toBeUndefined();
  });

  it('has none without WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(await opened()).toBeUndefined();
  });

  it('has none where the engine refuses to compile: it knows no SIMD, or a content security policy forbids it', async () => {
    const counts = counting(true);
    expect(await opened()).toBeUndefined();
    expect(counts.compiled).toBe(1);
  });
});

describe('compiled kernels', () => {
  it('are compiled once for all machines, and once more for those that threads share', async () => {
    const counts = counting(false);
    vi.resetModules();
    const { compiledKernels } = await import('../../src/lanes/compiled.ts');
    const [own, shared, ...again] = [false, true, false, true].map((kind) => compiledKernels(kind)!);
    expect(counts.compiled).toBe(2);
    expect(again[0]).toBe(own);
    expect(again[1]).toBe(shared);
    const memories = [false, true].map((kind) => new api.Memory({ initial: 1, maximum: 1, shared: kind }));
    expect(memories.map((memory) => takes(own, memory))).toEqual([true, false]);
    expect(memories.map((memory) => takes(shared, memory))).toEqual([false, true]);
  });
});

describe('a machine for which there is no memory', () => {
  it('is left to the plain kernels', () => {
    const kernels = lanes();
    const rbm = toyMachine(30, 9, 1);
    const made = (): boolean[] => [
      isPlain(createSampler(rbm, 1, kernels)),
      !isOnLanes(createLearner(rbm, seedState(1), 5, 'samples', 0, undefined, false, kernels)),
      !isOnLanes(createLearner(rbm, seedState(1), 5, 'samples', 0, undefined, true, teamKernels(kernels, 2))),
    ];
    expect(made()).toEqual([false, false, false]);
    let asked = 0;
    const Memory: unknown = function allocate() {
      asked++;
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    };
    vi.stubGlobal('WebAssembly', { ...api, Memory, Instance: api.Instance, Module: api.Module });
    expect(made()).toEqual([true, true, true]);
    expect(asked).toBe(3);
  });

  it('is not asked for if it would be more than 2 GiB', () => {
    const counts = { asked: 0 };
    const Memory: unknown = function allocate() {
      counts.asked++;
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    };
    vi.stubGlobal('WebAssembly', { Memory, Instance: api.Instance, Module: api.Module });
    const small = { visible: 9000, hidden: 9, examples: 10, chains: 0 };
    const sizes: LayoutSizes = { ...small, threads: 1, averaged: false, betas: 0 };
    const rbm = toyMachine(9000, 9, 1);
    const made = [sizes, { ...sizes, examples: 32_767 }].map((asked) => createMachine(rbm, asked, 1, false));
    expect(made).toEqual([undefined, undefined]);
    expect(counts.asked).toBe(1);
  });
});
