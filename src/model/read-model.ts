/**
 * The bytes of a file to a model.
 *
 * | form | tensors | a weight, `w[i][j]` |
 * |---|---|---|
 * | full | `w` F32 [visible, hidden], `bv` F32 [visible], `bh` F32 [hidden] | as it is |
 * | compact | `q` U8 [rows, ⌈hidden / 2⌉], `scale` F16 [visible], `bv` F16 [visible], `bh` F16 [hidden] | `scale[i] · (n − 8)` |
 *
 * Either may have `chains` too: see `chain-bytes`.
 *
 * In the compact form n is a number of four bits: byte j / 2 of the unit's row in `q`, its lower half for an even j, its
 * upper half for an odd one. Units whose scale is 0 have no weights and no row; the others' rows follow each other in
 * ascending order. A scale has eleven significant bits and n − 8 four, so their product is a float32 exactly.
 *
 * @module
 */
import { checkArray } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import type { BitRows } from '../math/bits/bit-rows.ts';
import { MOST_HIDDEN, MOST_VISIBLE, type Rbm } from '../rbm/rbm.ts';
import { demandShape } from '../safetensors/demand-shape.ts';
import { checkDigest } from '../safetensors/digest.ts';
import { type Header, readHeader } from '../safetensors/header.ts';
import { readTensors, type TensorForm, type TensorsOf } from '../safetensors/read-tensors.ts';
import type { Tensor } from '../safetensors/tensor-data.ts';
import { chainRows } from './chain-bytes.ts';
import { MOST_CHAINS, visibleUnits } from './check-model.ts';
import type { Model } from './model.ts';
import { checkVersion, readMetadata } from './model-metadata.ts';

/** A compact file has a row for at least one unit in so many, so that a small file cannot allocate much memory. */
export const UNITS_PER_ROW: number = 16;

/**
 * Reads what `writeModel`, `writeCompactModel` or Python's `safetensors` wrote; whatever is not exactly a model is
 * refused. Both forms give the same: float32 weights.
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
  checkVersion(header.metadata);
  checkDigest(bytes, header);
  const meaning = readMetadata(header.metadata);
  const units = visibleUnits(meaning);
  const compact = header.tensors.some(({ name }) => name === 'q');
  const { rbm, chains } = compact ? readCompact(bytes, header, units) : readFull(bytes, header, units);
  return chains === undefined ? { rbm, ...meaning } : { rbm, chains, ...meaning };
}

/** What the tensors describe. */
interface Machine {
  readonly rbm: Rbm;
  readonly chains: BitRows | undefined;
}

/** Reads a form's tensors, and the chains if there are any: either form may have them. */
function readForm<Forms extends Readonly<Record<string, TensorForm>>>(
  bytes: Uint8Array,
  header: Header,
  forms: Forms,
): TensorsOf<Forms> & { readonly chains?: Tensor<Uint8Array> } {
  if (!header.tensors.some(({ name }) => name === 'chains')) return readTensors(bytes, header, forms);
  const chains = { dtype: 'U8', most: [MOST_CHAINS, MOST_VISIBLE / 8] } as const;
  const all: TensorsOf<Forms & { readonly chains: typeof chains }> = readTensors(bytes, header, { ...forms, chains });
  return all as TensorsOf<Forms> & { readonly chains: Tensor<Uint8Array> };
}

/** The chains as rows; undefined if the file has none. */
function chainsOf(chains: Tensor<Uint8Array> | undefined, visible: number): BitRows | undefined {
  return chains === undefined ? undefined : chainRows(chains.data, chains.shape, visible);
}

function readFull(bytes: Uint8Array, header: Header, units: number): Machine {
  const { w, bv, bh, chains } = readForm(bytes, header, {
    w: { dtype: 'F32', most: [MOST_VISIBLE, MOST_HIDDEN] },
    bv: { dtype: 'F32', most: [MOST_VISIBLE] },
    bh: { dtype: 'F32', most: [MOST_HIDDEN] },
  });
  const visible = bv.data.length;
  const hidden = bh.data.length;
  demandShape('w', w.shape, [visible, hidden]);
  demandUnits(visible, units);
  return { rbm: { visible, hidden, w: w.data, bv: bv.data, bh: bh.data }, chains: chainsOf(chains, visible) };
}

function readCompact(bytes: Uint8Array, header: Header, units: number): Machine {
  const { q, scale, bv, bh, chains } = readForm(bytes, header, {
    q: { dtype: 'U8', most: [MOST_VISIBLE, MOST_HIDDEN / 2] },
    scale: { dtype: 'F16', most: [MOST_VISIBLE] },
    bv: { dtype: 'F16', most: [MOST_VISIBLE] },
    bh: { dtype: 'F16', most: [MOST_HIDDEN] },
  });
  const visible = bv.data.length;
  const hidden = bh.data.length;
  const width = (hidden + 1) >> 1;
  const rows = scale.data.reduce((count, nats) => (nats === 0 ? count : count + 1), 0);
  demandShape('scale', scale.shape, [visible]);
  demandShape('q', q.shape, [rows, width]);
  demandUnits(visible, units);
  if (rows * UNITS_PER_ROW < visible) {
    throw new HarmoniumError('model-shape', 'too few rows of weights', {
      expected: `at least one for ${UNITS_PER_ROW} visible units`,
      got: `${rows} for ${visible}`,
    });
  }
  const w = new Float32Array(visible * hidden);
  let row = 0;
  for (const [i, nats] of scale.data.entries()) {
    if (nats === 0) continue;
    for (let j = 0; j < hidden; j++) {
      const pair = q.data[row + (j >> 1)] ?? 0;
      w[i * hidden + j] = nats * ((j % 2 === 0 ? pair & 15 : pair >> 4) - 8);
    }
    row += width;
  }
  return { rbm: { visible, hidden, w, bv: bv.data, bh: bh.data }, chains: chainsOf(chains, visible) };
}

/** Fails unless the machine has as many visible units as the windows of the metadata have bits. */
function demandUnits(visible: number, units: number): void {
  if (visible === units) return;
  throw new HarmoniumError('model-shape', 'the number of visible units does not match the metadata', {
    expected: `${units} (steps × 2 × pitches, then mood units)`,
    got: `${visible}`,
  });
}
