/**
 * A second reader of model files, to hold the real one to: JSON.parse, TextDecoder and a CRC one bit after another.
 *
 * It is laxer than the real one (JSON.parse keeps the last of two equal keys), so it cannot say what must be refused; it says
 * what is in a file that was read.
 *
 * @module
 */

/** What a model file holds. */
export interface PlainModel {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, PlainTensor>;
  /** Whether the digest, if there is one, is right. */
  readonly whole: boolean;
}

/** A tensor's numbers, as doubles. */
export interface PlainTensor {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

const BYTES: Readonly<Record<string, number>> = { F32: 4, F16: 2, U8: 1 };

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Reads a file; throws a plain Error for what it does not understand. */
export function plainModel(file: Uint8Array): PlainModel {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.subarray(8, 8 + length));
  const header = new Map(Object.entries(JSON.parse(text) as Record<string, unknown>));
  const metadata = new Map(Object.entries((header.get('__metadata__') ?? {}) as Record<string, string>));
  header.delete('__metadata__');
  let covered = 0;
  const tensors = new Map<string, PlainTensor>();
  for (const [name, entry] of header) {
    const { dtype, shape, data_offsets: offsets } = entry as Entry;
    const [begin, end] = offsets;
    const width = BYTES[dtype] ?? Number.NaN;
    if (end - begin !== width * shape.reduce((product, size) => product * size, 1)) throw new Error(name);
    if (8 + length + end > file.length) throw new Error('cut off');
    covered += end - begin;
    const numbers = Array.from({ length: (end - begin) / width }, (_, k) => {
      const at = 8 + length + begin + width * k;
      if (dtype === 'U8') return view.getUint8(at);
      return dtype === 'F32' ? view.getFloat32(at, true) : halfFloat(view.getUint16(at, true));
    });
    tensors.set(name, { shape, numbers });
  }
  if (8 + length + covered !== file.length) throw new Error('not all of the file is used');
  return { metadata, tensors, whole: digestHolds(file, metadata.get('digest')) };
}

/** A number of 16 bits: sign, five bits of exponent, ten of fraction. */
function halfFloat(bits: number): number {
  const sign = bits >>> 15 === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function digestHolds(file: Uint8Array, digest: string | undefined): boolean {
  if (digest === undefined) return true;
  const blank = file.slice();
  // The digits that are found in the file are taken for the digest if the sum comes out.
  const digits = Array.from(digest, (digit) => digit.charCodeAt(0));
  for (let at = 8; at + 8 <= file.length && at < 70000; at++) {
    if (!digits.every((digit, k) => file[at + k] === digit)) continue;
    blank.set(file);
    blank.fill(0x30, at, at + 8);
    if (crc32(blank).toString(16).padStart(8, '0') === digest) return true;
  }
  return false;
}

/** The CRC-32 of zip and PNG: polynomial 0xedb88320, one bit after another. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
