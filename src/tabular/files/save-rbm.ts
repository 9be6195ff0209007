/**
 * A fitted machine to the bytes of a file.
 *
 * @module
 */
import { checkObject } from '../../check.ts';
import { writeTensors } from '../../safetensors/write-tensors.ts';
import { checkSettings } from '../fit-options.ts';
import type { FittedRbm } from '../fit-rbm.ts';
import { rbmOf } from '../machine.ts';
import { fileMetadata } from './rbm-file.ts';

/**
 * The bytes of a safetensors file: `bh` [hidden], `bv` [visible], `w` [visible, hidden], all F32, the options as strings of
 * `__metadata__` (see `rbm-file`). Equal machines give equal bytes. Python's `safetensors` opens it.
 *
 * @throws {HarmoniumError} `option-range`, `length` or `model-weights` with the field's name
 */
export function saveRbm(machine: FittedRbm): Uint8Array {
  const { visible, hidden, w, bv, bh } = rbmOf(machine);
  checkObject('options', machine.options, 'the options of the training');
  checkSettings(machine.options);
  return writeTensors(
    [
      { name: 'bh', dtype: 'F32', shape: [hidden], data: bh },
      { name: 'bv', dtype: 'F32', shape: [visible], data: bv },
      { name: 'w', dtype: 'F32', shape: [visible, hidden], data: w },
    ],
    fileMetadata({ ...machine.options, hidden }),
  );
}
