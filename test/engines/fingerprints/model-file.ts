/**
 * The fingerprint of a model's file.
 *
 * @module
 */
import type { Model } from '../../../src/model/model.ts';
import { readModel } from '../../../src/model/read-model.ts';
import { writeModel } from '../../../src/model/write-model.ts';
import { ofBytes } from './digest.ts';

/** `model`: the model is written with a few words of all kinds, read, and written again. Both files must be the same. */
export function modelFingerprint(model: Model): Record<'model', string> {
  const training = { ...model.training, other: { remark: 'tab\t, "quotes", \\, 簧风琴, 🎵 and \u0001' } };
  const first = writeModel({ ...model, training });
  const second = writeModel(readModel(first));
  return { model: ofBytes(first) === ofBytes(second) ? ofBytes(second) : 'changed' };
}
