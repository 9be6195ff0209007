/**
 * CRC-32, the checksum of gzip and PNG: detects every error burst of up to 32 bits, and other errors except one in 2³².
 *
 * It protects against accidents, not against intent: anybody can recompute it.
 * Source: RFC 1952, section 8 (polynomial 0xEDB88320, reflected).
 * @module
 */

/** shape [256]: the remainder of each byte */
const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (0xedb88320 & -(remainder & 1));
  return remainder;
});

/**
 * The checksum of `bytes`, 0 to 2³² − 1.
 *
 * @param before - the checksum of preceding bytes: `crc32(b, crc32(a))` is the checksum of a followed by b
 */
export function crc32(bytes: Uint8Array, before: number = 0): number {
  const remainders = TABLE;
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = remainders[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
