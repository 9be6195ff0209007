/**
 * Checks of the tensors of a table of words.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { demandShape } from '../../safetensors/demand-shape.ts';
import type { Tensor } from '../../safetensors/tensor-data.ts';

/** Fails unless all numbers are within a range. */
export function demandRange(name: string, data: ArrayLike<number>, low: number, high: number): void {
  for (let k = 0; k < data.length; k++) {
    const value = data[k] ?? 0;
    if (value >= low && value <= high) continue;
    throw new HarmoniumError('model-weights', `tensor "${name}"`, {
      expected: `numbers from ${low} to ${high}`,
      got: String(value),
    });
  }
}

/** Fails unless every number is larger than the one before it. */
export function demandAscending(name: string, numbers: readonly number[]): void {
  for (let k = 1; k < numbers.length; k++) {
    if ((numbers[k] ?? 0) > (numbers[k - 1] ?? 0)) continue;
    throw new HarmoniumError('model-weights', `tensor "${name}"`, { expected: 'words in ascending order' });
  }
}

/** The numbers of words in the first two columns of a tensor of so many, the low byte first. */
export function wordNumbers({ name, shape, data }: Tensor<Uint8Array>, columns: number): number[] {
  demandShape(name, shape, [shape[0] ?? 0, columns]);
  const numbers: number[] = [];
  for (let k = 0; k < data.length; k += columns) numbers.push((data[k] ?? 0) + 256 * (data[k + 1] ?? 0));
  return numbers;
}
