/**
 * Text from a file, as an error message may hold it.
 *
 * @module
 */

/**
 * A text as an error message quotes it: on one line, not without end, and with escapes for what moves the cursor, breaks the
 * line or turns the writing round.
 */
export function shown(text: string): string {
  return oneLine(JSON.stringify(cut(text, 40)), Infinity);
}

/**
 * A text without quotes: its first `most` characters, with escapes, `\u001b`, for control characters (C0, DEL, C1), separators
 * of lines and paragraphs, and marks of writing direction.
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
  // U+061C, U+200E and U+200F are marks of direction; from U+2028 to U+202E come two separators and five more marks.
  if (code === 0x061c || code === 0x200e || code === 0x200f) return true;
  return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}
