/**
 * A check of a tensor's shape against the other tensors.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { shown } from '../math/text/shown.ts';

/**
 * Fails unless a tensor has the shape that follows from the others.
 *
 * @throws {HarmoniumError} `model-shape`
 */
export function demandShape(name: string, shape: readonly number[], wanted: readonly number[]): void {
  if (shape.join() === wanted.join()) return;
  throw new HarmoniumError('model-shape', `the shape of tensor ${shown(name)} does not match the other tensors`, {
    expected: `[${wanted.join(', ')}]`,
    got: `[${shape.join(', ')}]`,
  });
}
