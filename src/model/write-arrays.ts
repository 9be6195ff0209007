/**
 * Arrays and strings to the bytes of a safetensors file.
 *
 * @module
 */
import type { StateArray } from '../rbm/training/trainer-state.ts';
import type { Tensor } from '../safetensors/tensor-data.ts';
import { writeTensors } from '../safetensors/write-tensors.ts';

/** An array of any of a trainer's kinds. */
export type ArrayTensor = Tensor<StateArray>;

/**
 * Writes a safetensors file as `writeTensors` does, of arrays as they are: Float32Array as F32, Float64Array as F64, Uint32Array
 * as U32. Wide ones come first, so that each stands where a multiple of its width is; then they are in the order of their names.
 *
 * @throws {HarmoniumError} as `writeTensors`
 */
export function writeArrays(arrays: readonly ArrayTensor[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const sorted = [...arrays].sort(
    (a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (a.name < b.name ? -1 : 1),
  );
  const typed = sorted.map(({ name, shape, data }) => ({ name, shape, data, dtype: dtypeOf(data) }));
  return writeTensors(typed, metadata);
}

/** The type's name in a safetensors file. */
function dtypeOf(array: StateArray): 'F32' | 'F64' | 'U32' {
  if (array instanceof Float32Array) return 'F32';
  return array instanceof Float64Array ? 'F64' : 'U32';
}
