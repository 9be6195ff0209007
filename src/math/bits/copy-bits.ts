/**
 * Copying bits between positions that are not at word boundaries.
 *
 * @module
 */

/**
 * Copies bits [from, from + count) of `bits` to bits [to, to + count) of `out`; the other bits of `out` stay. Bit order as in
 * `math/bits/bit-rows`. Reference implementation: `test/roll/copy-bits.test.ts`.
 *
 * @param out - overwritten in part; the two ranges must not overlap in memory
 * @param to - first bit to write, 0 ≤ to ≤ 32·out.length − count
 * @param bits - read only
 * @param from - first bit to read, 0 ≤ from ≤ 32·bits.length − count
 * @param count - number of bits, ≥ 0
 */
export function copyBits(out: Uint32Array, to: number, bits: Uint32Array, from: number, count: number): void {
  let left = count;
  // Up to the next word boundary of `out`, then whole words, then what is left.
  const head = Math.min(left, -to & 31);
  if (head > 0) {
    putBits(out, to, getBits(bits, from, head), head);
    to += head;
    from += head;
    left -= head;
  }
  let word = Math.floor(to / 32);
  let source = Math.floor(from / 32);
  const shift = from & 31;
  if (shift === 0) {
    for (; left >= 32; left -= 32) out[word++] = bits[source++];
  } else {
    for (; left >= 32; left -= 32) {
      out[word++] = (bits[source] << shift) | (bits[source + 1] >>> (32 - shift));
      source++;
    }
  }
  if (left > 0) putBits(out, word * 32, getBits(bits, source * 32 + shift, left), left);
}

/** `count` bits from bit `from` on, as the high bits of a word; 1–32 of them. */
function getBits(bits: Uint32Array, from: number, count: number): number {
  const word = Math.floor(from / 32);
  const shift = from & 31;
  let value = bits[word] << shift;
  // The next word only if needed: it may not exist.
  if (shift + count > 32) value |= bits[word + 1] >>> (32 - shift);
  return value & highMask(count);
}

/** Writes the `count` high bits of `value`, 1–32, at bit `to`; they must not cross a word boundary. */
function putBits(out: Uint32Array, to: number, value: number, count: number): void {
  const word = Math.floor(to / 32);
  const shift = to & 31;
  out[word] = (out[word] & ~(highMask(count) >>> shift)) | (value >>> shift);
}

/** A word whose `count` high bits are set, 1–32. */
function highMask(count: number): number {
  return -1 << (32 - count);
}
