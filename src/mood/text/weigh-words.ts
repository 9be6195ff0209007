/**
 * The words of a text that have a mood: what negation, degree, contrast, repetition and exclamation marks make of each, and how much
 * each counts.
 *
 * @module
 */
import type { Mood } from '../mood.ts';
import type { WordMood } from '../words/estimate.ts';
import type { Role } from './roles.ts';
import { intensify, opposite, stretched } from './scale-mood.ts';

/** A word of a text with a mood. */
export interface WeighedWord {
  readonly word: string;
  /** Not yet a share: larger than 0. */
  readonly weight: number;
  readonly mood: Mood;
  readonly because: readonly string[] | undefined;
}

/** A word under way: `weight` is only what the text does to it. */
interface Entry {
  readonly word: string;
  readonly source: WordMood;
  factor: number;
  weight: number;
  negated: boolean;
  softened: boolean;
  exclaimed: number;
  readonly sentence: number;
}

/** How many words without a mood a negation, and a degree, reaches over. */
const NEGATION_REACH = 6;
/** In Chinese a negation stands closer: 没有你的日子很孤单 is lonely. */
const CHINESE_NEGATION_REACH = 2;
const DEGREE_REACH = 4;
/** What a contrast does to what came before it in the sentence, and to what follows. */
const BEFORE = 0.5;
const AFTER = 1.5;
const CONCEDED = 0.3;
/** A word that is said again directly is so much more so, at most this often. */
const REPEATED = 1.25;
const MOST_FACTOR = 3;
/** How much an exclamation mark adds to arousal. */
const EXCLAIMED = 0.3;
const MOST_EXCLAMATIONS = 3;
/** An estimated mood counts less than one that was rated. */
const ESTIMATED = 0.5;
const NEGATED = 0.8;

/** How far a text is read. */
interface Reading {
  readonly entries: Entry[];
  sentence: number;
  /** Where the sentence, or what follows its last contrast, begins among the entries. */
  sentenceStart: number;
  weight: number;
  conceding: boolean;
  /** How many negations are open, how many words without a mood they have passed and may pass, whether they have met one with a mood. */
  negations: number;
  passed: number;
  mostPassed: number;
  met: boolean;
  /** What degrees make of the next word, and how many words without a mood they have passed. */
  factor: number;
  degreePassed: number;
  /** The entry directly before, for degrees that follow and for repetition. */
  last: Entry | undefined;
  exclamations: number;
}

/** Weighs the words of a text. Time is linear in its length. */
export function weighWords(roles: readonly Role[]): WeighedWord[] {
  const reading: Reading = {
    entries: [],
    sentence: 0,
    sentenceStart: 0,
    weight: 1,
    conceding: false,
    negations: 0,
    passed: 0,
    mostPassed: NEGATION_REACH,
    met: false,
    factor: 1,
    degreePassed: 0,
    last: undefined,
    exclamations: 0,
  };
  for (const [k, role] of roles.entries()) readRole(reading, role, roles[k - 1], roles[k + 1]);
  return reading.entries.map(weighed);
}

function readRole(reading: Reading, role: Role, before: Role | undefined, after: Role | undefined): void {
  switch (role.role) {
    case 'mood':
      readMood(reading, role, before);
      break;
    case 'negation':
      endMetNegations(reading);
      reading.negations++;
      reading.passed = 0;
      reading.mostPassed = role.chinese ? CHINESE_NEGATION_REACH : NEGATION_REACH;
      reading.last = undefined;
      break;
    case 'degree':
      readDegree(reading, role, before, after);
      break;
    case 'contrast':
      readContrast(reading);
      break;
    case 'concession':
      endClause(reading);
      reading.conceding = true;
      break;
    case 'comma':
      endClause(reading);
      break;
    case 'exclamation':
      readExclamation(reading);
      if (after?.role !== 'exclamation') endSentence(reading);
      break;
    case 'stop':
      endSentence(reading);
      break;
    case 'break':
      endMetNegations(reading);
      reading.last = undefined;
      break;
    case 'join':
      reading.last = undefined;
      break;
    default:
      if (role.role === 'unknown') reading.last = undefined;
      if (++reading.passed > reading.mostPassed) reading.negations = 0;
      if (++reading.degreePassed > DEGREE_REACH) reading.factor = 1;
  }
}

/** A word with a mood: the one before once more, or a new entry. */
function readMood(reading: Reading, { word, mood }: Role & { readonly role: 'mood' }, before: Role | undefined): void {
  const { last, factor, conceding, weight, sentence } = reading;
  reading.factor = 1;
  if (last?.word === word) {
    last.factor = Math.min(MOST_FACTOR, last.factor * REPEATED * factor);
    return;
  }
  if (!joined(before)) endMetNegations(reading);
  reading.last = newEntry(word, mood, factor, conceding ? weight * CONCEDED : weight, reading.negations, sentence);
  reading.entries.push(reading.last);
  if (reading.negations > 0) reading.met = true;
  reading.passed = 0;
}

/** A degree belongs to the next word; in Chinese, if there is none, to the one before. */
function readDegree(
  reading: Reading,
  degree: Role & { readonly role: 'degree' },
  before: Role | undefined,
  after: Role | undefined,
): void {
  const { last } = reading;
  if (degree.chinese && last !== undefined && before?.role === 'mood' && after?.role !== 'mood') {
    last.factor = Math.min(MOST_FACTOR, last.factor * degree.factor);
  } else {
    reading.factor = Math.max(1 / MOST_FACTOR, Math.min(MOST_FACTOR, reading.factor * degree.factor));
    reading.degreePassed = 0;
  }
}

function readContrast(reading: Reading): void {
  const { entries, sentenceStart } = reading;
  for (let n = sentenceStart; n < entries.length; n++) scaleWeight(entries[n], BEFORE);
  // The next contrast lessens only what came since: each word is passed once.
  reading.sentenceStart = entries.length;
  endClause(reading);
  reading.weight = AFTER;
}

/** More than three marks are like three, so that no words are passed more often. */
function readExclamation(reading: Reading): void {
  const { entries, sentence } = reading;
  if (++reading.exclamations > MOST_EXCLAMATIONS) return;
  for (let n = entries.length - 1; n >= 0 && entries[n]?.sentence === sentence; n--) exclaim(entries[n]);
}

function endMetNegations(reading: Reading): void {
  if (!reading.met) return;
  reading.negations = 0;
  reading.met = false;
}

function endClause(reading: Reading): void {
  reading.negations = 0;
  reading.met = false;
  reading.factor = 1;
  reading.last = undefined;
  reading.conceding = false;
}

function endSentence(reading: Reading): void {
  endClause(reading);
  reading.exclamations = 0;
  reading.sentence++;
  reading.sentenceStart = reading.entries.length;
  reading.weight = 1;
}

/** Whether a negation that has met one word goes on to the next: "no fear or sorrow", 没有恐惧和悲伤, but not "not sad, happy". */
function joined(before: Role | undefined): boolean {
  return before?.role === 'join' || before?.role === 'negation';
}

function newEntry(
  word: string,
  source: WordMood,
  factor: number,
  weight: number,
  negations: number,
  sentence: number,
): Entry {
  const negated = negations % 2 === 1;
  return {
    word,
    source,
    // "Not very sad" may be a little sad: the degree softens the negation.
    factor: negated ? 1 : factor,
    softened: negated && factor > 1,
    weight,
    negated,
    exclaimed: 0,
    sentence,
  };
}

function scaleWeight(entry: Entry | undefined, by: number): void {
  if (entry !== undefined) entry.weight *= by;
}

function exclaim(entry: Entry | undefined): void {
  if (entry !== undefined) entry.exclaimed++;
}

function weighed({ word, source, factor, weight, negated, softened, exclaimed }: Entry): WeighedWord {
  let mood = intensify(source, factor);
  if (negated) mood = opposite(mood);
  if (softened) mood = { valence: mood.valence * 0.6, arousal: mood.arousal * 0.6 };
  // What is calm is not calmer for being exclaimed.
  if (exclaimed > 0 && mood.arousal > 0) {
    mood = { valence: mood.valence, arousal: stretched(mood.arousal, 1 + EXCLAIMED * exclaimed) };
  }
  const strength = Math.min(1, source.valence * source.valence + source.arousal * source.arousal);
  const trust = source.rated || source.because?.length === 1 ? 1 : ESTIMATED;
  return {
    word,
    weight: Math.max(1e-3, strength * trust * factor * weight * (negated ? NEGATED : 1)),
    mood,
    because: source.because,
  };
}
