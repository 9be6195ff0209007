/**
 * A plain text in pieces: English words, runs of Chinese, signs, punctuation.
 *
 * @module
 */

/** A piece of a text. */
export interface Token {
  /**
   * `latin`: letters a to z and apostrophes; `chinese`: a run without spaces; `sign`: one character, perhaps an emoji; `mark`: `.`, `,`,
   * `!`, `?` or `&`; `other`: a run of letters of another script.
   */
  readonly kind: 'latin' | 'chinese' | 'sign' | 'mark' | 'other';
  readonly text: string;
}

type Kind = Token['kind'] | 'space';

/** Splits a text of the form of `plainText`. Digits and unknown ASCII signs divide and are left out. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let kind: Kind = 'space';
  let run = '';
  const flush = (): void => {
    const trimmed = kind === 'latin' ? run.replace(/^'+|'+$/g, '') : run;
    if (kind !== 'space' && trimmed !== '') tokens.push({ kind, text: trimmed });
    run = '';
  };
  for (const character of text) {
    const next = kindOf(character.codePointAt(0) ?? 0);
    if (next !== kind || next === 'mark' || next === 'sign') flush();
    kind = next;
    run += next === 'mark' ? markOf(character) : character;
  }
  flush();
  return tokens;
}

/** Brackets, colons and line ends divide clauses like a comma or a full stop. */
function markOf(character: string): string {
  if (':()[]{}'.includes(character)) return ',';
  if (character === '\n' || character === '\r' || character === ';') return '.';
  return character;
}

function kindOf(code: number): Kind {
  if ((code >= 0x61 && code <= 0x7a) || code === 0x27) return 'latin';
  if (code < 0x80) return '.,!?&:()[]{};\n\r'.includes(String.fromCharCode(code)) ? 'mark' : 'space';
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) || code === 0x3007) return 'chinese';
  if (code < 0xc0 || (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f)) return 'space';
  // Arrows, symbols, dingbats; emoji.
  if ((code >= 0x2190 && code <= 0x2bff) || (code >= 0x1f000 && code <= 0x1faff)) return 'sign';
  return 'other';
}
