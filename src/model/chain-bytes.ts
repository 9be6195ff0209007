/**
 * Chains as the bytes of a tensor: `chains` U8 [chains, ⌈visible / 8⌉].
 *
 * A row is a chain's visible units in reading order, the first in the most significant bit, as NumPy's `unpackbits` has it;
 * the bits after the last unit are 0.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { type BitRows, getBit, wordsFor } from '../math/bits/bit-rows.ts';

/** The bytes of chains' rows. */
export function chainBytes({ bits, starts, columns }: BitRows): Uint8Array {
  const width = Math.ceil(columns / 8);
  const bytes = new Uint8Array(starts.length * width);
  for (let row = 0; row < starts.length; row++) {
    const start = starts[row] ?? 0;
    for (let i = 0; i < columns; i++) {
      const at = row * width + (i >> 3);
      bytes[at] = (bytes[at] ?? 0) | (getBit(bits, start + i) << (7 - (i & 7)));
    }
  }
  return bytes;
}

/**
 * The rows again, one behind the other.
 *
 * @param shape - [chains, bytes a chain]
 * @param columns - visible units
 * @throws {HarmoniumError} `model-shape` if the rows have another length, `model-chains` if a bit beyond the last unit is on
 */
export function chainRows(bytes: Uint8Array, shape: readonly number[], columns: number): BitRows {
  const [count = 0, width = 0] = shape;
  if (width !== Math.ceil(columns / 8)) {
    throw new HarmoniumError('model-shape', 'the shape of tensor "chains" does not match the other tensors', {
      expected: `[${count}, ${Math.ceil(columns / 8)}]`,
      got: `[${shape.join(', ')}]`,
    });
  }
  const spare = 8 * width - columns;
  for (let row = 0; row < count; row++) {
    if (((bytes[(row + 1) * width - 1] ?? 0) & ((1 << spare) - 1)) === 0) continue;
    throw new HarmoniumError('model-chains', `bits after the last unit of chain ${row}`, {
      expected: `${spare} zeros`,
      got: ((bytes[(row + 1) * width - 1] ?? 0) & ((1 << spare) - 1)).toString(2).padStart(spare, '0'),
    });
  }
  const bits = new Uint32Array(wordsFor(8 * bytes.length));
  for (let at = 0; at < bytes.length; at++) {
    bits[at >>> 2] = (bits[at >>> 2] ?? 0) | ((bytes[at] ?? 0) << (24 - 8 * (at & 3)));
  }
  return { bits, starts: Uint32Array.from({ length: count }, (_, row) => 8 * width * row), columns };
}
