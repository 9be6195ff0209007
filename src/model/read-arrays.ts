/**
 * All arrays of a safetensors file, whatever their names.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { shown } from '../math/text/shown.ts';
import type { StateArray } from '../rbm/training/trainer-state.ts';
import type { Header, TensorEntry } from '../safetensors/header.ts';
import { checkPlaces } from '../safetensors/read-tensors.ts';
import type { ArrayTensor } from './write-arrays.ts';

/** Bytes of a number of each type. */
const BYTES: ReadonlyMap<string, number> = new Map([
  ['F32', 4],
  ['F64', 8],
  ['U32', 4],
]);

/**
 * Reads every tensor of the file, each F32, F64 or U32, with finite numbers only. The file must hold them without holes,
 * overlaps or trailing bytes. What is allocated is no larger than the file, and nothing refers to `bytes` afterwards.
 *
 * @throws {HarmoniumError} `model-tensor`, `model-shape`, `model-truncated`, `model-weights`
 */
export function readArrays(bytes: Uint8Array, header: Header): Map<string, ArrayTensor> {
  for (const entry of header.tensors) checkEntry(entry);
  checkPlaces(header.tensors, header.dataStart, bytes.length);
  const tensors = new Map<string, ArrayTensor>();
  for (const entry of header.tensors) {
    const { name, shape, begin, end } = entry;
    const start = header.dataStart + begin;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - begin);
    const data = readData(view, entry);
    const wrong = data.findIndex((value: number) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new HarmoniumError('model-weights', `tensor ${shown(name)}`, {
        expected: 'finite numbers',
        got: String(data[wrong]),
        offset: start + wrong * data.BYTES_PER_ELEMENT,
      });
    }
    tensors.set(name, { name, shape, data });
  }
  return tensors;
}

/** Fails unless the type is known and the length is what the shape says. */
function checkEntry({ name, dtype, shape, begin, end, offset }: TensorEntry): void {
  const width = BYTES.get(dtype);
  if (width === undefined) {
    throw new HarmoniumError('model-tensor', `tensor ${shown(name)} has the wrong type`, {
      expected: [...BYTES.keys()].join(' or '),
      got: shown(dtype),
      offset,
    });
  }
  const length = shape.reduce((product, size) => product * size, width);
  // Not end - begin === length: with end < begin nothing else would be wrong.
  if (shape.length > 0 && begin + length === end) return;
  throw new HarmoniumError('model-shape', `tensor ${shown(name)} has another length than its shape says`, {
    expected: `${length} bytes`,
    got: `data_offsets ${begin} to ${end}`,
    offset,
  });
}

function readData(view: DataView, { dtype }: TensorEntry): StateArray {
  const count = view.byteLength / (BYTES.get(dtype) ?? 1);
  if (dtype === 'F32') {
    const data = new Float32Array(count);
    for (let k = 0; k < count; k++) data[k] = view.getFloat32(4 * k, true);
    return data;
  }
  if (dtype === 'F64') {
    const data = new Float64Array(count);
    for (let k = 0; k < count; k++) data[k] = view.getFloat64(8 * k, true);
    return data;
  }
  const data = new Uint32Array(count);
  for (let k = 0; k < count; k++) data[k] = view.getUint32(4 * k, true);
  return data;
}
