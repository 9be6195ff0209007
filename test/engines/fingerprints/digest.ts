/**
 * Numbers to fingerprints: CRC-32, as eight hex digits. Both are the same on machines of either byte order.
 *
 * @module
 */
import { crc32 } from '../../../src/math/bits/crc32.ts';

/** The fingerprint of bytes. */
export function ofBytes(bytes: Uint8Array): string {
  return hex(crc32(bytes));
}

/** The fingerprint of files, one after another. */
export function ofFiles(files: readonly Uint8Array[]): string {
  let crc = 0;
  for (const bytes of files) crc = crc32(bytes, crc);
  return hex(crc);
}

/** The fingerprint of numbers that are written as eight, or as four bytes each. NaN has many forms and is not one of them. */
export function ofNumbers(...arrays: readonly (Float64Array | Float32Array | Uint32Array)[]): string {
  let crc = 0;
  for (const numbers of arrays) {
    const size = numbers.BYTES_PER_ELEMENT;
    const bytes = new Uint8Array(numbers.length * size);
    const view = new DataView(bytes.buffer);
    for (let n = 0; n < numbers.length; n++) {
      const value = numbers[n] ?? 0;
      if (numbers instanceof Float64Array) view.setFloat64(n * size, value, true);
      else if (numbers instanceof Float32Array) view.setFloat32(n * size, value, true);
      else view.setUint32(n * size, value, true);
    }
    crc = crc32(bytes, crc);
  }
  return hex(crc);
}

function hex(crc: number): string {
  const digits = crc.toString(16);
  return '00000000'.slice(digits.length) + digits;
}
