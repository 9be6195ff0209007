/**
 * The bytes of a file to a fitted machine.
 *
 * @module
 */
import { checkArray } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { shown } from '../../math/text/shown.ts';
import { MOST_HIDDEN, MOST_VISIBLE } from '../../rbm/rbm.ts';
import { checkDigest } from '../../safetensors/digest.ts';
import { readHeader } from '../../safetensors/header.ts';
import { readTensors } from '../../safetensors/read-tensors.ts';
import type { FittedRbm } from '../fit-rbm.ts';
import { checkVersion, readOptions } from './rbm-file.ts';

const FORMS = {
  bh: { dtype: 'F32', most: [MOST_HIDDEN] },
  bv: { dtype: 'F32', most: [MOST_VISIBLE] },
  w: { dtype: 'F32', most: [MOST_VISIBLE, MOST_HIDDEN] },
} as const;

/**
 * Reads what `saveRbm` wrote; whatever is not exactly that is refused. Nothing refers to `bytes` afterwards. Safe for untrusted
 * bytes: what is allocated is at most as large as the file.
 *
 * @throws {HarmoniumError} `model-truncated`, `model-header`, `model-metadata`, `model-version`, `model-digest`, `model-tensor`,
 * `model-shape` or `model-weights`; `option-range` for what is not bytes
 */
export function loadRbm(bytes: Uint8Array): FittedRbm {
  checkArray('bytes', bytes, 'Uint8Array');
  const header = readHeader(bytes);
  checkVersion(header.metadata);
  checkDigest(bytes, header);
  const options = readOptions(header.metadata);
  const { w, bv, bh } = readTensors(bytes, header, FORMS);
  const visible = bv.data.length;
  const hidden = bh.data.length;
  demandShape('w', [visible, hidden], w.shape);
  demandShape('bh', [options.hidden], bh.shape);
  return { rbm: { visible, hidden, w: w.data, bv: bv.data, bh: bh.data }, options };
}

function demandShape(name: string, wanted: readonly number[], shape: readonly number[]): void {
  if (shape.join() === wanted.join()) return;
  throw new HarmoniumError(
    'model-shape',
    `the shape of tensor ${shown(name)} does not match the other tensors or the metadata`,
    {
      expected: `[${wanted.join(', ')}]`,
      got: `[${shape.join(', ')}]`,
    },
  );
}
