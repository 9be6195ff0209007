/**
 * The dense kernels, in lanes and plain, beside NumPy and PyTorch.
 *
 * @module
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DenseKernels, plainDense } from '#internal/dense/dense-kernels';
import { type Contestant, timed } from '../alternate.ts';
import { type DenseBackend, denseLanes } from '../dense-lanes.ts';
import { hash } from '../ours.ts';
import type { Peer } from '../peer.ts';
import { OURS } from '../report.ts';
import type { BenchCase } from './bench-case.ts';
import type { Arena } from './learning.ts';

/** The arrays of all kernels: each has the length of 256 × 256. */
interface Arrays {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly out: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}
const LENGTH = 65536;

/** One step of each, and how much of `out` it writes. `bench/peers/dense.py` does the same. */
const STEPS: Readonly<
  Record<string, { name: string; length: number; step: (kernels: DenseKernels, arrays: Arrays) => void }>
> = {
  matvec: { name: 'matvec 256x256', length: 256, step: (k, { out, a, b }) => k.addProduct(out, a, b, 1, 256, 256) },
  matmul: {
    name: 'matmul 64x256x256',
    length: 64 * 256,
    step: (k, { out, a, b }) => k.addProduct(out, a, b, 64, 256, 256),
  },
  gradient: {
    name: 'gradient 256x256 b64',
    length: LENGTH,
    step: (k, { out, a, b }) => k.addOuterProducts(out, a, b, 64, 256, 256),
  },
  tanh: { name: 'tanh 16384', length: 16384, step: (k, { out, a }) => k.tanhValues(out, a, 16384) },
  adam: {
    name: 'adam 65536',
    length: LENGTH,
    step: (k, { out, m, v, b }) => k.moveAdam(out, m, v, b, LENGTH, 1e-3, 0.9, 0.999, 1e-8, 1, 1),
  },
};

/** A peer's sums may be in another order. */
const TOLERANCE = 1e-5;

/** All kernels that have peers. Without the compiler of the lanes, `harmonium` is plain TypeScript. */
export function denseCases({ team, folder }: Arena): BenchCase[] {
  return Object.entries(STEPS).map(([id, { name, length, step }]) => ({
    name: `dense ${name}`,
    contestants: async () => {
      const plain: DenseBackend = { kernels: plainDense, allocate: (n) => new Float32Array(n) };
      const lanes = denseLanes();
      const ours = (implementation: string, { kernels, allocate }: DenseBackend): Contestant => {
        const arrays = fresh(allocate);
        const again = fresh(allocate);
        return {
          implementation,
          run: timed(() => step(kernels, arrays)),
          checksum: () => {
            step(kernels, again);
            return hash(again.out.subarray(0, length));
          },
        };
      };
      const expected = fresh(plain.allocate);
      step(plain.kernels, expected);
      const peers = team.running.filter(({ kind }) => ['numpy-tuned', 'torch'].includes(kind.implementation));
      const theirs: Contestant[] = [];
      for (const { peer } of peers) {
        const result = await resultOf(peer, id, folder);
        checkClose(peer.implementation, result, expected.out.subarray(0, length));
        theirs.push({
          implementation: peer.implementation,
          run: (count) => peer.time(`dense ${id} ${count}`),
          checksum: () => hash(result),
        });
      }
      if (lanes === undefined) return [ours(OURS, plain), ...theirs];
      return [ours(OURS, lanes), ours(`${OURS}-plain`, plain), ...theirs];
    },
  }));
}

/** Inputs that a peer can compute too: k · 2654435761 mod 2³², as a number from −½ to ½. */
function fresh(allocate: (length: number) => Float32Array): Arrays {
  const values = (from: number): Float32Array => {
    const array = allocate(LENGTH);
    for (let k = 0; k < LENGTH; k++) array[k] = (Math.imul(k + from, 2654435761) >>> 0) / 4294967296 - 0.5;
    return array;
  };
  return { a: values(0), b: values(LENGTH), out: allocate(LENGTH), m: allocate(LENGTH), v: allocate(LENGTH) };
}

/** What one step leaves in a peer's output. */
async function resultOf(peer: Peer, id: string, folder: string): Promise<Float32Array> {
  const file = join(folder, `${peer.implementation}.dense`);
  await peer.tell(`dense-dump ${id} ${file}`);
  const bytes = readFileSync(file);
  rmSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function checkClose(implementation: string, theirs: Float32Array, ours: Float32Array): void {
  const size = Math.hypot(...ours.subarray(0, 1000));
  const off = Math.hypot(...ours.subarray(0, 1000).map((value, k) => value - theirs[k]));
  if (theirs.length !== ours.length || !(off <= TOLERANCE * size))
    throw new Error(`${implementation} computes something else: ${theirs.length} values, off by ${off / size}`);
}
