/**
 * The dense kernels in lanes, compiled for the bench. Temporary: to be replaced by the loader of `src/lanes`.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DenseKernels } from '#internal/dense/dense-kernels';
import { type DenseExports, laneDense } from '#internal/lanes/dense';
import { BUILT, ROOT } from './places.ts';

const ASSEMBLY = join(ROOT, 'src/lanes/assembly');
const COMPILER = join(ASSEMBLY, 'node_modules/.bin/asc');
const FLAGS =
  '-O3 --converge --enable simd --enable threads --runtime stub --noAssert --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';

/** Kernels, and what makes arrays for them. */
export interface DenseBackend {
  readonly kernels: DenseKernels;
  readonly allocate: (length: number) => Float32Array;
}

/** What is used of WebAssembly: the types of Node 20 do not have it. */
interface Wasm {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => { buffer: ArrayBufferLike };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { exports: unknown };
}

/** Undefined if AssemblyScript is not installed. */
export function denseLanes(): DenseBackend | undefined {
  if (!existsSync(COMPILER)) return undefined;
  const file = join(BUILT, 'dense.wasm');
  mkdirSync(BUILT, { recursive: true });
  execFileSync(COMPILER, ['dense/index.ts', '-o', file, ...FLAGS.split(' ')], { cwd: ASSEMBLY });
  const { Memory, Module, Instance } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  const memory = new Memory({ initial: 64, maximum: 65536, shared: true });
  const { exports } = new Instance(new Module(readFileSync(file)), { env: { memory } });
  let next = 64;
  return {
    kernels: laneDense(exports as DenseExports, (buffer) => buffer === memory.buffer),
    allocate(length) {
      const array = new Float32Array(memory.buffer, next, length);
      next += 64 * Math.ceil(length / 16);
      return array;
    },
  };
}
