/**
 * The dense kernels, in lanes and plain, beside NumPy and PyTorch.
 *
 * @module
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DenseArena, plainArena } from '#internal/dense/dense-arena';
import type { DenseKernels } from '#internal/dense/dense-kernels';
import { openDenseArena } from '#internal/lanes/dense-arena';
import type { Allocator } from '#internal/math/memory/allocator';
import { type Contestant, timed } from '../alternate.ts';
import { hash } from '../ours.ts';
import type { Peer } from '../peer.ts';
import { OURS, PLAIN } from '../report.ts';
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
/** Bytes of two sets of arrays. */
const MEMORY = 2 * 5 * 4 * LENGTH;

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

/** All kernels that have peers. Where there are no lanes, `harmonium` is plain TypeScript. */
export function denseCases({ team, folder }: Arena): BenchCase[] {
  return Object.entries(STEPS).map(([id, { name, length, step }]) => ({
    name: `dense ${name}`,
    contestants: async () => {
      const plain = plainArena();
      const lanes = openDenseArena(MEMORY) ?? plain;
      const ours = (implementation: string, { kernels, allocate }: DenseArena): Contestant => {
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
      return [ours(OURS, lanes), ours(PLAIN, plain), ...theirs];
    },
  }));
}

/** Inputs that a peer can compute too: k · 2654435761 mod 2³², as a number from −½ to ½. */
function fresh(allocate: Allocator): Arrays {
  const values = (from: number): Float32Array => {
    const array = allocate(Float32Array, LENGTH);
    for (let k = 0; k < LENGTH; k++) array[k] = (Math.imul(k + from, 2654435761) >>> 0) / 4294967296 - 0.5;
    return array;
  };
  return {
    a: values(0),
    b: values(LENGTH),
    out: allocate(Float32Array, LENGTH),
    m: allocate(Float32Array, LENGTH),
    v: allocate(Float32Array, LENGTH),
  };
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
