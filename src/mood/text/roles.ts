/**
 * What each word of a text does.
 *
 * @module
 */
import type { Mood } from '../mood.ts';
import type { WordMood } from '../words/estimate.ts';
import type { OpenLexicon } from '../words/lexicon.ts';
import type { ChineseWord } from '../words/word-table.ts';
import { emojiMood } from './emoji.ts';
import {
  BREAKS,
  CONCESSIONS,
  CONTRASTS,
  DEGREES,
  JOINS,
  NEGATING_PAIRS,
  NEGATIONS,
  PAIRS,
  STOPS,
} from './english-words.ts';
import { type Segment, segment } from './segment.ts';
import type { Token } from './tokens.ts';

/** A word or a mark and what it does. */
export type Role =
  | { readonly role: 'mood'; readonly word: string; readonly mood: WordMood; readonly chinese: boolean }
  | { readonly role: 'degree'; readonly factor: number; readonly chinese: boolean }
  | { readonly role: 'negation'; readonly chinese: boolean }
  | { readonly role: 'contrast' | 'concession' | 'join' | 'break' | 'filler' }
  | { readonly role: 'comma' | 'stop' | 'exclamation' }
  | { readonly role: 'unknown'; readonly word: string };

const FILLER: Role = { role: 'filler' };
const PRETTY: Role = { role: 'degree', factor: 1.2, chinese: false };
const CHINESE_CONCESSIONS = ['虽然', '虽', '尽管', '虽说'];
const CHINESE_JOINS = ['和', '与', '或', '或者', '及', '以及', '跟'];

/** The roles of a text's pieces, in their order. */
export function rolesOf(tokens: readonly Token[], lexicon: OpenLexicon): Role[] {
  const roles: Role[] = [];
  for (let k = 0; k < tokens.length; k++) {
    const { kind, text } = tokens[k] ?? { kind: 'mark', text: '.' };
    if (kind === 'latin') {
      const next = tokens[k + 1];
      const pair = next?.kind === 'latin' ? `${text}-${next.text}` : '';
      if (PAIRS.has(pair)) k++;
      roles.push(PAIRS.has(pair) ? pairRole(pair) : englishRole(text, next, lexicon));
    } else if (kind === 'chinese') {
      for (const found of segment(text, lexicon)) roles.push(chineseRole(found, lexicon));
    } else {
      roles.push(kind === 'mark' ? markRole(text) : kind === 'sign' ? signRole(text) : { role: 'unknown', word: text });
    }
  }
  return roles;
}

function pairRole(pair: string): Role {
  const factor = DEGREES.get(pair);
  if (factor !== undefined) return { role: 'degree', factor, chinese: false };
  if (CONCESSIONS.has(pair)) return { role: 'concession' };
  return NEGATING_PAIRS.has(pair) ? { role: 'negation', chinese: false } : FILLER;
}

function englishRole(form: string, next: Token | undefined, lexicon: OpenLexicon): Role {
  const word = form.replace(/'(s|d|m|ll|re|ve)$/, '');
  if (NEGATIONS.has(word)) return { role: 'negation', chinese: false };
  const factor = DEGREES.get(word);
  if (factor !== undefined) return { role: 'degree', factor, chinese: false };
  if (CONTRASTS.has(word)) return { role: 'contrast' };
  if (CONCESSIONS.has(word)) return { role: 'concession' };
  if (JOINS.has(word)) return { role: 'join' };
  if (BREAKS.has(word)) return { role: 'break' };
  if (word.length < 2 || STOPS.has(word)) return FILLER;
  // "Pretty sad", but "pretty flowers".
  if (word === 'pretty' && next?.kind === 'latin' && (lexicon.moodOf(next.text)?.valence ?? 0) < 0) return PRETTY;
  const mood = lexicon.moodOf(word);
  return mood === undefined ? { role: 'unknown', word } : { role: 'mood', word, mood, chinese: false };
}

function chineseRole(found: Segment, lexicon: OpenLexicon): Role {
  if (typeof found === 'string') return { role: 'unknown', word: found };
  const { word, kind, factor } = found;
  if (kind === 'negation') return { role: 'negation', chinese: true };
  if (kind === 'degree') return { role: 'degree', factor, chinese: true };
  if (kind === 'contrast') return { role: 'contrast' };
  if (CHINESE_CONCESSIONS.includes(word)) return { role: 'concession' };
  if (CHINESE_JOINS.includes(word)) return { role: 'join' };
  return kind === 'mood' ? chineseMoodRole(found, lexicon) : FILLER;
}

function chineseMoodRole({ word }: ChineseWord, lexicon: OpenLexicon): Role {
  const mood = lexicon.moodOf(word);
  return mood === undefined ? FILLER : { role: 'mood', word, mood, chinese: true };
}

function markRole(mark: string): Role {
  if (mark === '!') return { role: 'exclamation' };
  if (mark === '&') return { role: 'join' };
  return { role: mark === ',' ? 'comma' : 'stop' };
}

function signRole(sign: string): Role {
  const mood: Mood | undefined = emojiMood(sign);
  return mood === undefined ? FILLER : { role: 'mood', word: sign, mood: { ...mood, rated: true }, chinese: false };
}
