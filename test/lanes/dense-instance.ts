/**
 * The dense kernels on lanes, with arrays where a test wants them.
 *
 * @module
 */
import type { DenseKernels } from '../../src/dense/dense-kernels.ts';
import { compiledKernels } from '../../src/lanes/compiled.ts';
import { type DenseExports, laneDense } from '../../src/lanes/dense.ts';
import { createMemory, webAssembly } from '../../src/lanes/web-assembly.ts';

/** The kernels and their memory. */
export interface DenseInstance {
  readonly kernels: DenseKernels;
  readonly memory: { readonly buffer: ArrayBufferLike };
  /** A new array at an address that is a multiple of 4 but not of 16, with the bits of these float32 numbers. */
  readonly place: (values: Float32Array) => Float32Array;
  /** Forgets all arrays. */
  readonly clear: () => void;
}

/** Undefined, with a reason on the console, where there are no lanes. */
export function denseInstance(): DenseInstance | undefined {
  const api = webAssembly();
  const module = compiledKernels(true);
  if (api === undefined || module === undefined) {
    console.log('skipped: this engine has no WebAssembly with SIMD');
    return undefined;
  }
  const memory = createMemory(api, 4 * 2 ** 20, true)!;
  const { exports } = new api.Instance(module, { env: { memory } });
  const first = 1028;
  let next = first;
  return {
    kernels: laneDense(exports as DenseExports, memory),
    memory,
    place(values) {
      const array = new Float32Array(memory.buffer, next, values.length);
      new Uint32Array(memory.buffer, next, values.length).set(
        new Uint32Array(values.buffer, values.byteOffset, values.length),
      );
      next += 4 * (values.length + 5);
      return array;
    },
    clear() {
      next = first;
    },
  };
}
