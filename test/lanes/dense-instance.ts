/**
 * The dense kernels in lanes, compiled for a test. Temporary: to be replaced by the loader of `src/lanes`.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DenseKernels } from '../../src/dense/dense-kernels.ts';
import { type DenseExports, laneDense } from '../../src/lanes/dense.ts';

const ASSEMBLY = fileURLToPath(new URL('../../src/lanes/assembly/', import.meta.url));
const COMPILER = join(ASSEMBLY, 'node_modules/.bin/asc');
const FLAGS =
  '-O3 --converge --enable simd --enable threads --runtime stub --noAssert --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';

/** What is used of WebAssembly: the types of Node 20 do not have it. */
interface Wasm {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => { buffer: ArrayBufferLike };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { exports: unknown };
}
const { Memory, Module, Instance } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;

/** The kernels and their memory. */
export interface DenseInstance {
  readonly kernels: DenseKernels;
  readonly memory: { readonly buffer: ArrayBufferLike };
  /** A new array at an address that is a multiple of 4 but not of 16, with the bits of these float32 numbers. */
  readonly place: (values: Float32Array) => Float32Array;
  /** Forgets all arrays. */
  readonly clear: () => void;
}

/** Undefined, with a reason on the console, if AssemblyScript is not installed. */
export function denseInstance(): DenseInstance | undefined {
  if (!existsSync(COMPILER)) {
    console.log('skipped: lanes need the compiler: npm ci --prefix src/lanes/assembly');
    return undefined;
  }
  const memory = new Memory({ initial: 64, maximum: 65536, shared: true });
  const { exports } = new Instance(new Module(compiled()), { env: { memory } });
  const first = 1028;
  let next = first;
  return {
    kernels: laneDense(exports as DenseExports, (buffer) => buffer === memory.buffer),
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

function compiled(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-lanes-'));
  try {
    const file = join(folder, 'dense.wasm');
    execFileSync(COMPILER, ['dense/index.ts', '-o', file, ...FLAGS.split(' ')], { cwd: ASSEMBLY });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
