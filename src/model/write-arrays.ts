/**
 * Arrays and strings to the bytes of a safetensors file.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { encodeUtf8 } from '../math/utf8.ts';
import type { MemoryArray } from '../rbm/trainer-memory.ts';
import { checkFinite } from './check-model.ts';
import { HEADER_LIMIT } from './header.ts';
import { quote } from './write-tensors.ts';

/** An array of any of a trainer's kinds. */
export interface ArrayTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** shape `shape`, row-major */
  readonly data: MemoryArray;
}

/**
 * Writes a safetensors file as `writeTensors` does, of arrays as they are: Float32Array as F32, Float64Array as F64, Uint32Array
 * as U32. Wide ones come first, so that each stands where a multiple of its width is; then they are in the order of their names.
 *
 * @throws {HarmoniumError} `model-header` if the header comes to more than 64 KiB, `model-weights` for NaN or infinity
 */
export function writeArrays(arrays: readonly ArrayTensor[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const sorted = [...arrays].sort(
    (a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (a.name < b.name ? -1 : 1),
  );
  const strings = [...metadata].map(([key, text]) => `${quote(key)}:${quote(text)}`);
  const entries = [`"__metadata__":{${strings.join(',')}}`];
  let end = 0;
  for (const { name, shape, data } of sorted) {
    const begin = end;
    end += data.byteLength;
    entries.push(
      `${quote(name)}:{"dtype":"${dtypeOf(data)}","shape":[${shape.join(',')}],"data_offsets":[${begin},${end}]}`,
    );
  }
  const header = encodeUtf8(`{${entries.join(',')}}`);
  const length = Math.ceil(header.length / 8) * 8;
  if (length > HEADER_LIMIT) {
    throw new HarmoniumError('model-header', 'the words about the training are too many', {
      expected: `at most ${HEADER_LIMIT} bytes`,
      got: `${length}`,
    });
  }
  const bytes = new Uint8Array(8 + length + end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length, true);
  bytes.set(header, 8);
  bytes.fill(0x20, 8 + header.length, 8 + length);
  let at = 8 + length;
  for (const { name, data } of sorted) {
    checkFinite(name, data);
    writeData(view, at, data);
    at += data.byteLength;
  }
  return bytes;
}

/** The type's name in a safetensors file. */
export function dtypeOf(array: MemoryArray): 'F32' | 'F64' | 'U32' {
  if (array instanceof Float32Array) return 'F32';
  return array instanceof Float64Array ? 'F64' : 'U32';
}

function writeData(view: DataView, at: number, data: MemoryArray): void {
  if (data instanceof Float32Array) {
    for (let k = 0; k < data.length; k++) view.setFloat32(at + 4 * k, data[k] ?? 0, true);
  } else if (data instanceof Float64Array) {
    for (let k = 0; k < data.length; k++) view.setFloat64(at + 8 * k, data[k] ?? 0, true);
  } else {
    for (let k = 0; k < data.length; k++) view.setUint32(at + 4 * k, data[k] ?? 0, true);
  }
}
