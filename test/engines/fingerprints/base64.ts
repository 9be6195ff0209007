/**
 * Bytes as text, for engines without files and without `atob`.
 *
 * @module
 */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of base64 text. */
export function fromBase64(text: string): Uint8Array {
  const values = new Uint8Array(128);
  for (let n = 0; n < 64; n++) values[DIGITS.charCodeAt(n)] = n;
  const padding = text.charAt(text.length - 2) === '=' ? 2 : text.charAt(text.length - 1) === '=' ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let group = 0;
  for (let at = 0, out = 0; at < text.length; at++) {
    group = (group << 6) | (values[text.charCodeAt(at)] ?? 0);
    if (at % 4 !== 3) continue;
    bytes[out++] = group >> 16;
    bytes[out++] = group >> 8;
    bytes[out++] = group;
    group = 0;
  }
  return bytes;
}
