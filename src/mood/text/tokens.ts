/**
 * A text as a list of words and marks.
 *
 * @module
 */
import type { OpenLexicon } from '../words/lexicon.ts';
import { LONGEST_CHINESE } from '../words/read-chinese.ts';
import { EMOJI } from './emoji.ts';

/** What a token is: `other` is a word of another script, or Chinese that the lexicon does not know. */
export type TokenKind = 'english' | 'chinese' | 'emoji' | 'other' | 'exclamation' | 'stop';

/** A word or a mark. */
export interface Token {
  readonly kind: TokenKind;
  /** English in small letters, Chinese in simplified characters. */
  readonly text: string;
}

/** Letters with marks, and the letters that they are looked up as. */
const PLAIN = new Map(
  ['aàáâãäåā', 'cçćč', 'eèéêëēė', 'iìíîïī', 'nñń', 'oòóôõöøō', 'sśš', 'uùúûüū', 'yýÿ', 'zźżž'].flatMap((group) => {
    const [plain = '', ...marked] = group;
    return marked.map((letter): [string, string] => [letter, plain]);
  }),
);
const STOPS = ',.;:，。；：、…()（）[]【】"“”«»《》?？\n';
const APOSTROPHES = "'’‘ʼ＇";

/** Splits a text; every character is looked at once, and Chinese ones at most as often as a word can be long. */
export function tokensOf(text: string, lexicon: OpenLexicon): Token[] {
  const tokens: Token[] = [];
  let run = '';
  let kind: 'english' | 'chinese' | 'other' = 'english';
  const end = (): void => {
    if (run !== '') addRun(tokens, kind, run, lexicon);
    run = '';
  };
  const add = (next: typeof kind, character: string): void => {
    if (kind !== next) end();
    kind = next;
    run += character;
  };
  for (const original of text) {
    const character = plainCharacter(original);
    if (character >= 'a' && character <= 'z' && character.length === 1) add('english', character);
    else if (APOSTROPHES.includes(character) && kind === 'english' && run !== '') add('english', "'");
    else if (isChinese(character)) add('chinese', lexicon.simplified(character));
    else if (EMOJI.has(character)) {
      end();
      tokens.push({ kind: 'emoji', text: character });
    } else if (character === '!') {
      end();
      tokens.push({ kind: 'exclamation', text: '!' });
    } else if (STOPS.includes(character)) {
      end();
      tokens.push({ kind: 'stop', text: character });
    } else if (isLetter(character)) add('other', character);
    else if (!isJoiner(character)) end();
  }
  end();
  return tokens;
}

/** In small letters, without marks and without the width of Chinese type. */
function plainCharacter(original: string): string {
  let code = original.codePointAt(0) ?? 0;
  if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;
  // A to Z, and those of Latin-1; × is not a letter.
  if ((code >= 0x41 && code <= 0x5a) || (code >= 0xc0 && code <= 0xde && code !== 0xd7)) code += 32;
  const character = String.fromCodePoint(code);
  return PLAIN.get(character) ?? character;
}

function isChinese(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);
}

/** A letter of another script: what is neither a mark, a digit, a sign nor a symbol, roughly. */
function isLetter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0xdf && code <= 0x1fff && code !== 0xf7) || (code >= 0x3040 && code <= 0x31ff) || (code >= 0xac00 && code <= 0xd7a3);
}

/** Variation selectors, joiners and skin tones belong to the character before. */
function isJoiner(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code === 0xfe0f || code === 0xfe0e || code === 0x200d || (code >= 0x1f3fb && code <= 0x1f3ff);
}

function addRun(tokens: Token[], kind: 'english' | 'chinese' | 'other', run: string, lexicon: OpenLexicon): void {
  if (kind === 'chinese') addChinese(tokens, run, lexicon);
  else tokens.push({ kind, text: kind === 'english' ? run.replace(/'+$/, '') : run });
}

/** Segments a run of Chinese by longest match; characters that begin no word of the lexicon are put together. */
function addChinese(tokens: Token[], run: string, lexicon: OpenLexicon): void {
  let unknown = '';
  for (let at = 0; at < run.length; ) {
    let length = Math.min(LONGEST_CHINESE, run.length - at);
    while (length > 0 && lexicon.chineseWord(run.slice(at, at + length)) === undefined) length--;
    if (length === 0) {
      unknown += run[at++] ?? '';
      continue;
    }
    if (unknown !== '') tokens.push({ kind: 'other', text: unknown });
    unknown = '';
    tokens.push({ kind: 'chinese', text: run.slice(at, at + length) });
    at += length;
  }
  if (unknown !== '') tokens.push({ kind: 'other', text: unknown });
}
