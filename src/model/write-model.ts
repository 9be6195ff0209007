/**
 * A model to the bytes of a file.
 *
 * @module
 */
import { checkInteger, checkLength, checkNumber } from '../check.ts';
import { MOST_HIDDEN, MOST_VISIBLE } from '../rbm/rbm.ts';
import { BLANK_DIGEST, sealDigest } from './digest.ts';
import type { Model } from './model.ts';
import { MODEL_RANGES, writeMetadata } from './model-metadata.ts';
import { writeTensors } from './write-tensors.ts';

/**
 * The bytes of a safetensors file: `bh` [hidden], `bv` [visible], `w` [visible, hidden] in this order, all F32, the rest in
 * `__metadata__` (see `model-metadata.ts`). Python's own writer lays them out in the same order.
 *
 * Equal models give equal bytes, in whatever order the words of `training` were put down.
 *
 * @throws {HarmoniumError} `option-range` or `length` with the field's name, `model-weights`, `model-metadata`, and
 * `model-header` if the words of `training` come to more than 64 KiB
 */
export function writeModel(model: Model): Uint8Array {
  const { rbm, steps, grid, pitches, tempo } = model;
  checkInteger('steps', steps, ...MODEL_RANGES.steps);
  checkInteger('grid', grid, ...MODEL_RANGES.grid);
  checkInteger('low', pitches.low, ...MODEL_RANGES.low);
  checkInteger('high', pitches.high, pitches.low, MODEL_RANGES.high[1]);
  checkNumber('tempo', tempo, ...MODEL_RANGES.tempo);
  checkInteger('visible', rbm.visible, 1, MOST_VISIBLE);
  checkInteger('hidden', rbm.hidden, 1, MOST_HIDDEN);
  checkLength('bv', rbm.bv, steps * 2 * (pitches.high - pitches.low + 1));
  checkLength('bv', rbm.bv, rbm.visible);
  checkLength('bh', rbm.bh, rbm.hidden);
  checkLength('w', rbm.w, rbm.visible * rbm.hidden);
  const bytes = writeTensors(
    [
      { name: 'bh', shape: [rbm.hidden], data: rbm.bh },
      { name: 'bv', shape: [rbm.visible], data: rbm.bv },
      { name: 'w', shape: [rbm.visible, rbm.hidden], data: rbm.w },
    ],
    writeMetadata(model, BLANK_DIGEST),
  );
  sealDigest(bytes);
  return bytes;
}
