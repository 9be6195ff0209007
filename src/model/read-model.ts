/**
 * The bytes of a file to a model.
 *
 * @module
 */
import { checkArray } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { MOST_HIDDEN, MOST_VISIBLE } from '../rbm/rbm.ts';
import { bitsPerStep } from '../roll/roll-shape.ts';
import { checkDigest } from './digest.ts';
import { readHeader } from './header.ts';
import type { Model } from './model.ts';
import { checkVersion, readMetadata } from './model-metadata.ts';
import { readTensors } from './read-tensors.ts';

/**
 * Reads what `writeModel` or Python's `safetensors` wrote; whatever is not exactly a model is refused.
 *
 * To change a model in Python, leave `digest` out of the metadata when saving it again: a file with a digest must be the
 * file that the digest was made for.
 *
 * @throws {HarmoniumError} `model-truncated`, `model-header`, `model-metadata`, `model-version`, `model-digest`,
 * `model-tensor`, `model-shape` or `model-weights`; `option-range` for what is not bytes
 */
export function readModel(bytes: Uint8Array): Model {
  checkArray('bytes', bytes, 'Uint8Array');
  const header = readHeader(bytes);
  // First the version: a newer one may have other keys, other tensors, another digest.
  checkVersion(header.metadata);
  checkDigest(bytes, header);
  const meaning = readMetadata(header.metadata);
  const { w, bv, bh } = readTensors(bytes, header, {
    w: [MOST_VISIBLE, MOST_HIDDEN],
    bv: [MOST_VISIBLE],
    bh: [MOST_HIDDEN],
  });
  const visible = bv.data.length;
  const hidden = bh.data.length;
  if (w.shape[0] !== visible || w.shape[1] !== hidden) {
    throw new HarmoniumError('model-shape', 'the shapes of w, bv and bh disagree', {
      expected: `w of [${visible}, ${hidden}]`,
      got: `[${w.shape.join(', ')}]`,
    });
  }
  const units = meaning.steps * bitsPerStep(meaning.pitches);
  if (visible !== units) {
    throw new HarmoniumError('model-shape', 'the visible units are not those of the metadata', {
      expected: `${units}: steps × 2 × pitches`,
      got: `${visible}`,
    });
  }
  return { rbm: { visible, hidden, w: w.data, bv: bv.data, bh: bh.data }, ...meaning };
}
