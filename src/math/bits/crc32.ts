/**
 * CRC-32, the checksum of gzip and PNG: finds every change of up to four bytes in a row, and other damage but once in 2³².
 *
 * It guards against accidents, not against people: anybody can mend it after a change.
 * Source: RFC 1952, section 8 (polynomial 0xEDB88320, reflected).
 * @module
 */

/** What each byte leaves behind. */
const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (0xedb88320 & -(remainder & 1));
  return remainder;
});

/**
 * The checksum of `bytes`, 0 to 2³² − 1.
 *
 * @param bytes - any number of them
 * @param before - the checksum of what stands before `bytes`, so that `crc32(b, crc32(a))` is that of a and b together
 */
export function crc32(bytes: Uint8Array, before: number = 0): number {
  const remainders = TABLE;
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = remainders[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
