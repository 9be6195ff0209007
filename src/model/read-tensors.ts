/**
 * The numbers of a safetensors file.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import type { Header, TensorEntry } from './header.ts';
import { shown } from './json-cursor.ts';

/** Numbers with a name and a shape. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** shape `shape`, row-major */
  readonly data: Float32Array;
}

/**
 * Reads exactly the tensors named in `limits`, all of them F32.
 *
 * The file must hold these and no others, without holes, overlaps or trailing bytes. Everything is checked before
 * anything is allocated, and what is allocated is no larger than the file. The numbers are copied: nothing refers to
 * `bytes` afterwards, whose alignment and whose machine's byte order do not matter.
 *
 * @param limits - for each tensor the most that each of its dimensions may have; the least is 1
 * @throws {HarmoniumError} `model-tensor` (name, dtype, place), `model-shape`, `model-truncated`, `model-weights` (NaN or
 * infinity)
 */
export function readTensors<Name extends string>(
  bytes: Uint8Array,
  header: Header,
  limits: Readonly<Record<Name, readonly number[]>>,
): Record<Name, Tensor> {
  const names = Object.keys(limits) as Name[];
  const entries = names.map((name) => findEntry(header, name, limits[name]));
  const stranger = header.tensors.find((entry) => !entries.includes(entry));
  if (stranger !== undefined) {
    throw new HarmoniumError('model-tensor', 'the file holds a tensor that is not of a model', {
      expected: names.join(', '),
      got: shown(stranger.name),
      offset: stranger.offset,
    });
  }
  checkPlaces(entries, header.dataStart, bytes.length);
  const tensors = entries.map(({ name, shape, begin, end }) => {
    const data = readFloats(bytes, header.dataStart + begin, (end - begin) / 4, name);
    return [name, { name, shape, data }] as const;
  });
  return Object.fromEntries(tensors) as Record<Name, Tensor>;
}

/** The entry of a wanted tensor, its type, shape and length checked. */
function findEntry(header: Header, name: string, limits: readonly number[]): TensorEntry {
  const entry = header.tensors.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new HarmoniumError('model-tensor', `tensor ${name} is missing`);
  const { dtype, shape, begin, end, offset } = entry;
  if (dtype !== 'F32') {
    throw new HarmoniumError('model-tensor', `tensor ${name} has the wrong type`, {
      expected: 'F32',
      got: shown(dtype),
      offset,
    });
  }
  const fits = (size: number, k: number): boolean => size >= 1 && size <= (limits[k] ?? 0);
  if (shape.length !== limits.length || !shape.every(fits)) {
    throw new HarmoniumError('model-shape', `tensor ${name} has the wrong shape`, {
      expected: `[${limits.map((limit) => `1 to ${limit}`).join(', ')}]`,
      got: shape.length > 8 ? `${shape.length} dimensions` : `[${shape.join(', ')}]`,
      offset,
    });
  }
  let length = 4;
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

function readFloats(bytes: Uint8Array, start: number, length: number, name: string): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, length * 4);
  const data = new Float32Array(length);
  for (let k = 0; k < length; k++) {
    const value = view.getFloat32(k * 4, true);
    if (!Number.isFinite(value)) {
      throw new HarmoniumError('model-weights', `tensor ${name} holds what is not a weight`, {
        expected: 'finite numbers',
        got: String(value),
        offset: start + k * 4,
      });
    }
    data[k] = value;
  }
  return data;
}
