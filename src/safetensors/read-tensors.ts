/**
 * The numbers of a safetensors file.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { fromHalf } from '../math/bits/half.ts';
import { shown } from '../math/text/shown.ts';
import type { Header, TensorEntry } from './header.ts';

/** Bytes of a number of each type that models are made of. */
export const BYTES = { F32: 4, F16: 2, U8: 1 } as const;

/** What a tensor must be. */
export interface TensorForm {
  readonly dtype: keyof typeof BYTES;
  /** The most that each of its dimensions may have; the least is 1. */
  readonly most: readonly number[];
}

/** Numbers with a name and a shape. */
export interface Tensor<Data = Float32Array> {
  readonly name: string;
  readonly shape: readonly number[];
  /** shape `shape`, row-major */
  readonly data: Data;
}

/** What a form's tensor is read to: F16 becomes float32, which holds it exactly. */
type Read<Form extends TensorForm> = Tensor<Form['dtype'] extends 'U8' ? Uint8Array : Float32Array>;

/** What forms' tensors are read to. */
export type TensorsOf<Forms extends Readonly<Record<string, TensorForm>>> = {
  readonly [Name in keyof Forms]: Read<Forms[Name]>;
};

/**
 * Reads exactly the tensors named in `forms`.
 *
 * The file must hold these and no others, without holes, overlaps or trailing bytes. Everything is checked before
 * anything is allocated, and what is allocated is at most twice as large as the file. The numbers are copied: nothing
 * refers to `bytes` afterwards, whose alignment and whose machine's byte order do not matter.
 *
 * @throws {HarmoniumError} `model-tensor` (name, dtype, place), `model-shape`, `model-truncated`, `model-weights` (NaN or
 * infinity)
 */
export function readTensors<Forms extends Readonly<Record<string, TensorForm>>>(
  bytes: Uint8Array,
  header: Header,
  forms: Forms,
): TensorsOf<Forms> {
  const entries = Object.entries(forms).map(([name, form]) => findEntry(header, name, form));
  const stranger = header.tensors.find((entry) => !entries.includes(entry));
  if (stranger !== undefined) {
    throw new HarmoniumError('model-tensor', 'the file holds a tensor that is not of a model', {
      expected: Object.keys(forms).join(', '),
      got: shown(stranger.name),
      offset: stranger.offset,
    });
  }
  checkPlaces(entries, header.dataStart, bytes.length);
  const tensors = entries.map((entry) => {
    const { name, dtype, shape, begin, end } = entry;
    const start = header.dataStart + begin;
    const data = dtype === 'U8' ? copyOf(bytes, start, header.dataStart + end) : readNumbers(bytes, entry, start);
    return [name, { name, shape, data }] as const;
  });
  return Object.fromEntries(tensors) as TensorsOf<Forms>;
}

/** A copy of bytes, one by one: `slice` of a Node buffer is no copy, and njs makes an array of another's part from its start. */
function copyOf(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const copy = new Uint8Array(to - from);
  for (let n = 0; n < copy.length; n++) copy[n] = bytes[from + n] ?? 0;
  return copy;
}

/** The entry of a wanted tensor, its type, shape and length checked. */
function findEntry(header: Header, name: string, form: TensorForm): TensorEntry {
  const entry = header.tensors.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new HarmoniumError('model-tensor', `tensor ${name} is missing`);
  const { dtype, shape, begin, end, offset } = entry;
  if (dtype !== form.dtype) {
    throw new HarmoniumError('model-tensor', `tensor ${name} has the wrong type`, {
      expected: form.dtype,
      got: shown(dtype),
      offset,
    });
  }
  const fits = (size: number, k: number): boolean => size >= 1 && size <= (form.most[k] ?? 0);
  if (shape.length !== form.most.length || !shape.every(fits)) {
    throw new HarmoniumError('model-shape', `tensor ${name} has the wrong shape`, {
      expected: `[${form.most.map((most) => `1 to ${most}`).join(', ')}]`,
      got: shape.length > 8 ? `${shape.length} dimensions` : `[${shape.join(', ')}]`,
      offset,
    });
  }
  let length = BYTES[dtype];
  for (const size of shape) length *= size;
  // Not end - begin === length: with end < begin nothing else would be wrong.
  if (begin + length !== end) {
    throw new HarmoniumError('model-shape', `tensor ${name} has another length than its shape says`, {
      expected: `${length} bytes`,
      got: `data_offsets ${begin} to ${end}`,
      offset,
    });
  }
  return entry;
}

/** Each tensor begins where the one before ends, the first at 0, and the last ends with the file. */
export function checkPlaces(entries: readonly TensorEntry[], dataStart: number, fileLength: number): void {
  let at = 0;
  for (const { name, begin, end, offset } of [...entries].sort((a, b) => a.begin - b.begin)) {
    if (begin !== at) {
      throw new HarmoniumError('model-tensor', `tensor ${name} leaves a hole or overlaps another`, {
        expected: `data that begins at ${at}`,
        got: `${begin}`,
        offset,
      });
    }
    at = end;
  }
  const length = fileLength - dataStart;
  if (length < at) {
    throw new HarmoniumError('model-truncated', 'the file ends inside its tensors', {
      expected: `${at} bytes of data`,
      got: `${length}`,
      offset: fileLength,
    });
  }
  if (length > at) {
    throw new HarmoniumError('model-tensor', 'the file goes on after its last tensor', {
      expected: `${at} bytes of data`,
      got: `${length}`,
      offset: dataStart + at,
    });
  }
}

/** The numbers of an F32 or F16 tensor whose first byte is `start`. */
function readNumbers(bytes: Uint8Array, { name, dtype, begin, end }: TensorEntry, start: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - begin);
  const size = dtype === 'F32' ? 4 : 2;
  const data = new Float32Array((end - begin) / size);
  for (let k = 0; k < data.length; k++) {
    const value = size === 4 ? view.getFloat32(k * 4, true) : fromHalf(view.getUint16(k * 2, true));
    if (!Number.isFinite(value)) {
      throw new HarmoniumError('model-weights', `tensor ${name} holds what is not a weight`, {
        expected: 'finite numbers',
        got: String(value),
        offset: start + k * size,
      });
    }
    data[k] = value;
  }
  return data;
}
