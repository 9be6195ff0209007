/**
 * The data of tensors: types, offsets, numbers.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { fromHalf } from '../math/bits/half.ts';
import { shown } from '../math/text/shown.ts';
import type { TensorEntry } from './header.ts';

/** Bytes of a number of each type that is read. */
const BYTES = { F64: 8, F32: 4, U32: 4, F16: 2, U8: 1 } as const;

/** The name of a type in a header. */
export type Dtype = keyof typeof BYTES;

/** The array that a type is read to: F16 becomes float32, which holds it exactly. */
export type DataOf<D extends Dtype> = D extends 'U8'
  ? Uint8Array
  : D extends 'U32'
    ? Uint32Array
    : D extends 'F64'
      ? Float64Array
      : Float32Array;

/** Numbers with a name and a shape. */
export interface Tensor<Data = Float32Array> {
  readonly name: string;
  readonly shape: readonly number[];
  /** shape `shape`, row-major */
  readonly data: Data;
}

/**
 * Fails unless a tensor's type is one of these, and its data_offsets match its shape.
 *
 * @throws {HarmoniumError} `model-tensor`, `model-shape`
 */
export function checkEntry(entry: TensorEntry, dtypes: readonly Dtype[]): void {
  const { dtype, shape, begin, end, offset } = entry;
  const known = dtypes.find((name) => name === dtype);
  if (known === undefined) {
    throw new HarmoniumError('model-tensor', `${titleOf(entry)} has the wrong type`, {
      expected: dtypes.join(' or '),
      got: shown(dtype),
      offset,
    });
  }
  const length = shape.reduce((product, size) => product * size, BYTES[known]);
  // Not end - begin === length: with end < begin nothing else would be wrong.
  if (begin + length === end) return;
  throw new HarmoniumError('model-shape', `${titleOf(entry)} has data_offsets that do not match its shape`, {
    expected: `${length} bytes`,
    got: `${end - begin} bytes, ${begin} to ${end}`,
    offset,
  });
}

/**
 * Fails unless each tensor begins where the one before ends, the first at 0, and the last ends with the file.
 *
 * @throws {HarmoniumError} `model-tensor`, `model-truncated`
 */
export function checkPlaces(entries: readonly TensorEntry[], dataStart: number, fileLength: number): void {
  let at = 0;
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin)) {
    if (entry.begin !== at) {
      throw new HarmoniumError('model-tensor', `${titleOf(entry)} leaves a gap or overlaps another tensor`, {
        expected: `data_offsets from ${at}`,
        got: `from ${entry.begin}`,
        offset: entry.offset,
      });
    }
    at = entry.end;
  }
  const length = fileLength - dataStart;
  if (length < at) {
    throw new HarmoniumError('model-truncated', 'the file ends inside its tensors', {
      expected: `${at} bytes of data`,
      got: `${length} bytes`,
      offset: fileLength,
    });
  }
  if (length > at) {
    throw new HarmoniumError('model-tensor', 'there are bytes after the last tensor', {
      expected: `${at} bytes of data`,
      got: `${length} bytes`,
      offset: dataStart + at,
    });
  }
}

/**
 * A copy of a tensor's numbers; alignment and the machine's byte order make no difference.
 *
 * @param entry - checked by {@link checkEntry} and {@link checkPlaces}
 * @throws {HarmoniumError} `model-weights` for NaN and infinity
 */
export function readData<D extends Dtype>(
  bytes: Uint8Array,
  dataStart: number,
  entry: TensorEntry & { readonly dtype: D },
): DataOf<D>;
export function readData(bytes: Uint8Array, dataStart: number, entry: TensorEntry): DataOf<Dtype> {
  const dtype = entry.dtype as Dtype;
  const start = dataStart + entry.begin;
  const width = BYTES[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, entry.end - entry.begin);
  const data = emptyData(dtype, view.byteLength / width);
  for (let k = 0; k < data.length; k++) {
    const value = readNumber(view, k * width, dtype);
    if (!Number.isFinite(value)) {
      throw new HarmoniumError('model-weights', titleOf(entry), {
        expected: 'finite numbers',
        got: String(value),
        offset: start + k * width,
      });
    }
    data[k] = value;
  }
  return data;
}

function emptyData(dtype: Dtype, length: number): DataOf<Dtype> {
  if (dtype === 'U8') return new Uint8Array(length);
  if (dtype === 'U32') return new Uint32Array(length);
  return dtype === 'F64' ? new Float64Array(length) : new Float32Array(length);
}

function readNumber(view: DataView, at: number, dtype: Dtype): number {
  if (dtype === 'F32') return view.getFloat32(at, true);
  if (dtype === 'F16') return fromHalf(view.getUint16(at, true));
  if (dtype === 'U8') return view.getUint8(at);
  return dtype === 'F64' ? view.getFloat64(at, true) : view.getUint32(at, true);
}

/** A tensor as a message names it. */
export function titleOf({ name }: Pick<TensorEntry, 'name'>): string {
  return `tensor ${shown(name)}`;
}
