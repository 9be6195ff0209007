/**
 * Short words for the bits of numbers, to notice when one changes.
 *
 * @module
 */

const room = new DataView(new ArrayBuffer(8));

/** The 16 hex digits of a double. */
export function bitsOf(x: number): string {
  room.setFloat64(0, x);
  return room.getBigUint64(0).toString(16).padStart(16, '0');
}

/** The double of 16 hex digits. */
export function doubleOf(hex: string): number {
  room.setBigUint64(0, BigInt(`0x${hex}`));
  return room.getFloat64(0);
}

/** FNV-1a over the bits of each number as a double, high word first: 8 hex digits. */
export function fingerprint(numbers: ArrayLike<number>): string {
  let hash = 0x811c9dc5;
  for (let n = 0; n < numbers.length; n++) {
    room.setFloat64(0, numbers[n]);
    for (let byte = 0; byte < 8; byte++) hash = Math.imul(hash ^ room.getUint8(byte), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
