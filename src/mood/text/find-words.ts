/**
 * The words of a text that have a mood, with what the words around them do to it.
 *
 * @module
 */
import { oneLine } from '../../math/text/shown.ts';
import type { Mood } from '../mood.ts';
import type { WordMood } from '../words/estimate.ts';
import type { OpenLexicon } from '../words/lexicon.ts';
import { EMOJI } from './emoji.ts';
import {
  CONTRASTS,
  DEGREE_PAIRS,
  DEGREES,
  FRAMING,
  FUNCTION_WORDS,
  NEGATIONS,
  WISHED,
  WISHERS,
  WISHES,
} from './english-words.ts';
import type { Token } from './tokens.ts';

/** A word with a mood, as it is in the text. */
export interface FoundWord extends Mood {
  readonly word: string;
  /** Rated by a person, not estimated. */
  readonly rated: boolean;
  readonly because: readonly string[] | undefined;
  /** How many words of contrast come before it. */
  readonly contrasts: number;
  /** How often it is there. */
  readonly count: number;
}

/** What negation makes of a mood: `not sad` is not as happy as `happy`. */
const NEGATED = -0.6;
/** How many words a negation reaches. */
const NEGATION_REACH = 5;
/** A repeated word is so much stronger. */
const REPEATED = 1.2;
/** Each of up to three exclamation marks adds so much arousal. */
const EXCLAIMED = 0.1;
const MOST_EXCLAIMED = 3;
const MOST_UNKNOWN = 100;

/** What a word does, other than having a mood. */
type Role = { readonly kind: 'negation' | 'contrast' | 'framing' | 'function' } | { readonly kind: 'degree'; readonly factor: number };

/** What is under way while words are read. */
interface State {
  readonly found: FoundWord[];
  /** Where the sentence began in `found`. */
  sentence: number;
  contrasts: number;
  isNegated: boolean;
  /** How many words ago the negation was. */
  sinceNegation: number;
  degree: number;
}

/** Finds them. */
export function findWords(tokens: readonly Token[], lexicon: OpenLexicon): { found: FoundWord[]; unknown: string[] } {
  const state: State = { found: [], sentence: 0, contrasts: 0, isNegated: false, sinceNegation: 0, degree: 1 };
  const unknown = new Set<string>();
  for (let n = 0; n < tokens.length; n++) {
    const token = tokens[n] as Token;
    if (token.kind === 'exclamation') exclaim(state, countMarks(tokens, n));
    if (token.kind === 'stop' || token.kind === 'exclamation') endClause(state, token.text !== ',' && token.text !== '，' && token.text !== '、');
    else if (token.kind === 'emoji') addWord(state, token.text, { ...(EMOJI.get(token.text) as Mood), rated: true });
    else if (token.kind === 'other') unknown.add(oneLine(token.text, 40));
    else {
      const pair = DEGREE_PAIRS.get(`${token.text} ${tokens[n + 1]?.text}`);
      const role = pair === undefined ? roleOf(tokens, n, lexicon) : ({ kind: 'degree', factor: pair } as const);
      if (pair !== undefined) n++;
      const mood = role === undefined ? lexicon.moodOf(token.text) : undefined;
      if (role !== undefined) apply(state, role, token);
      else if (mood === undefined) unknown.add(oneLine(token.text, 40));
      else addWord(state, token.text, mood);
      if (++state.sinceNegation > NEGATION_REACH) state.isNegated = false;
    }
  }
  endClause(state, true);
  return { found: merged(state.found), unknown: [...unknown].slice(0, MOST_UNKNOWN) };
}

function roleOf(tokens: readonly Token[], n: number, lexicon: OpenLexicon): Role | undefined {
  const { kind, text } = tokens[n] as Token;
  if (kind === 'chinese') {
    const word = lexicon.chineseWord(text);
    if (word === undefined || word.kind === 'mood') return undefined;
    if (word.kind === 'degree') return { kind: 'degree', factor: word.factor };
    return { kind: word.kind === 'filler' ? 'function' : word.kind };
  }
  if (text === 'not' && (tokens[n + 1]?.text === 'only' || tokens[n + 1]?.text === 'just')) return { kind: 'function' };
  if (NEGATIONS.has(text) || text.endsWith("n't")) return { kind: 'negation' };
  if (CONTRASTS.has(text)) return { kind: 'contrast' };
  const factor = DEGREES.get(text);
  if (factor !== undefined) return { kind: 'degree', factor };
  if (FRAMING.has(text)) return { kind: 'framing' };
  const isWish = WISHES.has(text) && WISHERS.has(tokens[n - 1]?.text ?? '') && WISHED.has(tokens[n + 1]?.text ?? '');
  if (isWish) return { kind: 'framing' };
  return text.length === 1 || FUNCTION_WORDS.has(text) ? { kind: 'function' } : undefined;
}

function apply(state: State, role: Role, { text }: Token): void {
  if (role.kind === 'degree') state.degree *= role.factor;
  if (role.kind === 'contrast') {
    endClause(state, false);
    state.contrasts++;
  }
  if (role.kind !== 'negation') return;
  // Two negations cancel each other; `nor` goes on with the one before.
  state.isNegated = text === 'nor' || text === 'neither' ? true : !state.isNegated;
  state.sinceNegation = 0;
}

function addWord(state: State, word: string, { valence, arousal, rated, because }: WordMood): void {
  // `not very happy` says less than `not happy`.
  const { degree } = state;
  const factor = state.isNegated ? NEGATED * Math.min(degree, 1 / degree) : degree;
  state.found.push({ word, ...scaled({ valence, arousal }, factor), rated, because, contrasts: state.contrasts, count: 1 });
  state.degree = 1;
  state.isNegated = false;
}

/** At the end of a clause a degree without a word belongs to the word before: `快乐极了`. */
function endClause(state: State, isSentence: boolean): void {
  const last = state.found.pop();
  if (last !== undefined) state.found.push({ ...last, ...scaled(last, state.degree) });
  state.degree = 1;
  state.isNegated = false;
  if (isSentence) state.sentence = state.found.length;
}

/** How many marks follow each other from token `n` on; 0 if it is not the first of them. */
function countMarks(tokens: readonly Token[], n: number): number {
  if (tokens[n - 1]?.kind === 'exclamation') return 0;
  let count = 0;
  while (count < MOST_EXCLAIMED && tokens[n + count]?.kind === 'exclamation') count++;
  return count;
}

/** Raises the arousal of the words of a sentence. */
function exclaim({ found, sentence }: State, marks: number): void {
  for (let n = sentence; n < found.length; n++) {
    const word = found[n] as FoundWord;
    found[n] = { ...word, arousal: clipped(word.arousal + EXCLAIMED * marks) };
  }
}

/** Each word once: one that is repeated is stronger, and counts more. */
function merged(found: readonly FoundWord[]): FoundWord[] {
  const words = new Map<string, FoundWord>();
  for (const word of found) {
    const first = words.get(word.word);
    if (first === undefined) words.set(word.word, word);
    else words.set(word.word, { ...word, ...scaled(word, REPEATED), count: first.count + 1 });
  }
  return [...words.values()];
}

function scaled({ valence, arousal }: Mood, factor: number): Mood {
  return { valence: clipped(factor * valence), arousal: clipped(factor * arousal) };
}

function clipped(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
