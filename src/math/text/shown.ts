/**
 * Quoting untrusted text in error messages.
 *
 * @module
 */

/**
 * Quotes a text for a message: at most 40 characters on one line, with escapes for control characters and for characters that
 * change the writing direction.
 */
export function shown(text: string): string {
  return oneLine(JSON.stringify(cut(text, 40)), Infinity);
}

/**
 * The first `most` characters of a text on one line, with escapes (`\u001b`) for control characters (C0, DEL, C1), line and
 * paragraph separators, and bidirectional formatting characters.
 */
export function oneLine(text: string, most: number): string {
  let out = '';
  for (const character of cut(text, most)) {
    const code = character.codePointAt(0) ?? 0;
    out += isControl(code) ? `\\u${code.toString(16).padStart(4, '0')}` : character;
  }
  return out;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function isControl(code: number): boolean {
  if (code < 0xa0) return code < 0x20 || code >= 0x7f;
  // Directional marks: U+061C, U+200E, U+200F. U+2028 to U+202E: two separators and five directional formatting characters.
  if (code === 0x061c || code === 0x200e || code === 0x200f) return true;
  return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}
