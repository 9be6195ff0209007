/**
 * Memory for a model of dense layers, and the dense kernels on it.
 *
 * @module
 */
import type { DenseArena } from '../dense/dense-arena.ts';
import { HarmoniumError } from '../error.ts';
import { compiledKernels } from './compiled.ts';
import { type DenseExports, laneDense } from './dense.ts';
import { createMemory, webAssembly } from './web-assembly.ts';

/** Bytes of a line of the cache. */
const LINE = 64;

/**
 * An arena on lanes; undefined where there are none, or not so much memory.
 *
 * @param bytes - of all its arrays, each rounded up to 64
 * @throws {HarmoniumError} `lanes-memory`, from `allocate`, when the arrays take more
 */
export function openDenseArena(bytes: number): DenseArena | undefined {
  const api = webAssembly();
  const module = compiledKernels(false);
  if (api === undefined || module === undefined) return undefined;
  const memory = createMemory(api, bytes + LINE, false);
  if (memory === undefined) return undefined;
  const { exports } = new api.Instance(module, { env: { memory } });
  // Address 0 stands for no array in some kernels.
  let next = LINE;
  return {
    kernels: laneDense(exports as DenseExports, memory),
    allocate(Kind, length) {
      const size = LINE * Math.ceil((Kind.BYTES_PER_ELEMENT * length) / LINE);
      if (next + size > bytes + LINE) {
        throw new HarmoniumError('lanes-memory', 'the arrays of a model', {
          expected: `at most ${bytes} bytes`,
          got: String(next + size - LINE),
        });
      }
      const array = new Kind(memory.buffer, next, length);
      next += size;
      return array;
    },
  };
}
