/**
 * Base64, which not every engine decodes.
 *
 * @module
 */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a text in base64 without line breaks; `=` may end it. Source: RFC 4648, section 4. */
export function fromBase64(text: string): Uint8Array {
  const values = new Uint8Array(128);
  for (let n = 0; n < 64; n++) values[DIGITS.charCodeAt(n)] = n;
  const digits = text.indexOf('=') < 0 ? text.length : text.indexOf('=');
  const bytes = new Uint8Array(Math.floor((3 * digits) / 4));
  let bits = 0;
  for (let n = 0, at = 0; n < digits; n++) {
    bits = (bits << 6) | values[text.charCodeAt(n)];
    if ((n & 3) !== 0) bytes[at++] = bits >> (6 - 2 * (n & 3));
  }
  return bytes;
}
