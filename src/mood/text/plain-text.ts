/**
 * A text in one plain form: small Latin letters without accents, simplified Chinese characters, half-width punctuation.
 *
 * The engine's own `toLowerCase` and `normalize` follow its version of Unicode, so engines differ for rare characters. Here only
 * letters up to U+00FF and full-width forms change.
 *
 * @module
 */

/** The letters without accents of U+00C0 to U+00FF, small; a space where there is none or more than one. */
const LATIN = 'aaaaaa ceeeeiiii nooooo ouuuuy  aaaaaa ceeeeiiii nooooo ouuuuy y';

/** Chinese punctuation, quotation marks and dashes by what stands for them here. */
const MARKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '。': '.',
    '、': '&',
    '「': ' ',
    '」': ' ',
    '『': ' ',
    '』': ' ',
    '《': ' ',
    '》': ' ',
    '·': ' ',
    '“': ' ',
    '”': ' ',
    '‘': "'",
    '’': "'",
    ʼ: "'",
    '´': "'",
    '`': "'",
    '…': '.',
    '–': ',',
    '—': ',',
    '\u3000': ' ',
    '\u00a0': ' ',
    '‼': '!',
    '⁉': '!',
    ß: 'ss',
    æ: 'ae',
    Æ: 'ae',
    œ: 'oe',
    Œ: 'oe',
  }),
);

/**
 * The plain form. Invisible and combining characters are left out; a lone surrogate becomes a space.
 *
 * @param simplified - the simplified form of a Chinese character
 */
export function plainText(text: string, simplified: (character: string) => string): string {
  let plain = '';
  for (const character of text) plain += plainCharacter(character, character.codePointAt(0) ?? 0, simplified);
  return plain;
}

function plainCharacter(character: string, code: number, simplified: (character: string) => string): string {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 32) : character;
  if (isInvisible(code)) return '';
  const mark = MARKS.get(character);
  if (mark !== undefined) return mark;
  if (code >= 0xc0 && code <= 0xff) return LATIN[code - 0xc0] ?? ' ';
  // Full-width forms of ASCII.
  if (code >= 0xff01 && code <= 0xff5e)
    return plainCharacter(String.fromCharCode(code - 0xfee0), code - 0xfee0, simplified);
  if (code >= 0xd800 && code <= 0xdfff) return ' ';
  return simplified(character);
}

/** Combining marks, joiners, marks of direction, variation selectors, skin tones. */
function isInvisible(code: number): boolean {
  if (code >= 0x300 && code <= 0x36f) return true;
  if (code >= 0x200b && code <= 0x200f) return true;
  if (code >= 0x202a && code <= 0x202e) return true;
  if (code >= 0x2060 && code <= 0x206f) return true;
  if (code >= 0xfe00 && code <= 0xfe0f) return true;
  return code === 0xad || code === 0xfeff || (code >= 0x1f3fb && code <= 0x1f3ff);
}
