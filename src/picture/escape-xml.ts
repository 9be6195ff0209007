/**
 * Escaping text for XML content and quoted attributes.
 *
 * @module
 */

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Escapes `text`; characters that XML forbids (control characters, lone surrogates) become U+FFFD. */
export function escapeXml(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const control = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
    const impossible = control || (code >= 0xd800 && code < 0xe000) || code === 0xfffe || code === 0xffff;
    out += impossible ? '\ufffd' : (ENTITIES.get(character) ?? character);
  }
  return out;
}
