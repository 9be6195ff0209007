/**
 * Engines and pages that compile no WebAssembly.
 *
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Memory, type WebAssemblyApi, webAssembly } from '../../src/lanes/web-assembly.ts';

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
