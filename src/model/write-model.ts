/**
 * A model to the bytes of a file.
 *
 * @module
 */
import type { BitRows } from '../math/bits/bit-rows.ts';
import { type TypedTensor, writeTensors } from '../safetensors/write-tensors.ts';
import { chainBytes } from './chain-bytes.ts';
import { checkModel } from './check-model.ts';
import type { Model } from './model.ts';
import { writeMetadata } from './model-metadata.ts';

/**
 * The bytes of a safetensors file: `bh` [hidden], `bv` [visible], `w` [visible, hidden] in this order, all F32, then `chains`
 * if there are any (see `chain-bytes`), the rest in `__metadata__` (see `model-metadata.ts`). Python's own writer lays them
 * out in the same order.
 *
 * Equal models give equal bytes, whatever the order of the fields of `training`.
 *
 * @throws {HarmoniumError} `option-range` or `length` with the field's name, `model-weights`, and
 * `model-header` if the header comes to more than 64 KiB
 */
export function writeModel(model: Model): Uint8Array {
  checkModel(model);
  const { rbm, chains } = model;
  return writeTensors(
    [
      { name: 'bh', dtype: 'F32', shape: [rbm.hidden], data: rbm.bh },
      { name: 'bv', dtype: 'F32', shape: [rbm.visible], data: rbm.bv },
      { name: 'w', dtype: 'F32', shape: [rbm.visible, rbm.hidden], data: rbm.w },
      ...(chains === undefined ? [] : [chainTensor(chains)]),
    ],
    writeMetadata(model),
  );
}

/** Chains as the last tensor of a file. */
export function chainTensor(chains: BitRows): TypedTensor {
  const data = chainBytes(chains);
  const count = chains.starts.length;
  return { name: 'chains', dtype: 'U8', shape: [count, data.length / count], data };
}
