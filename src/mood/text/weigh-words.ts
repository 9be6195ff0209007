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

/** Weighs the words of a text. Time is linear in its length. */
export function weighWords(roles: readonly Role[]): WeighedWord[] {
  const entries: Entry[] = [];
  /** Where the sentence, or what follows its last contrast, begins among the entries. */
  let sentenceStart = 0;
  let sentence = 0;
  let weight = 1;
  let conceding = false;
  let negations = 0;
  /** Words without a mood that the negation has passed; whether it has met one with a mood. */
  let reach = 0;
  let mostReach = NEGATION_REACH;
  let met = false;
  let factor = 1;
  let degreeReach = 0;
  /** The entry directly before, for degrees that follow and for repetition. */
  let last: Entry | undefined;
  let exclamations = 0;
  const endClause = (): void => {
    negations = 0;
    met = false;
    factor = 1;
    last = undefined;
    conceding = false;
  };
  for (let k = 0; k < roles.length; k++) {
    const role = roles[k];
    if (role === undefined) break;
    switch (role.role) {
      case 'mood': {
        const repeats = last !== undefined && last.word === role.word;
        if (repeats && last !== undefined) {
          last.factor = Math.min(MOST_FACTOR, last.factor * REPEATED * factor);
          factor = 1;
          break;
        }
        if (met && !joined(roles[k - 1])) [negations, met] = [0, false];
        last = newEntry(role.word, role.mood, factor, conceding ? weight * CONCEDED : weight, negations, sentence);
        entries.push(last);
        if (negations > 0) met = true;
        reach = 0;
        factor = 1;
        continue;
      }
      case 'negation':
        if (met) [negations, met] = [0, false];
        negations++;
        reach = 0;
        mostReach = role.chinese ? CHINESE_NEGATION_REACH : NEGATION_REACH;
        break;
      case 'degree':
        if (role.chinese && last !== undefined && roles[k - 1]?.role === 'mood' && roles[k + 1]?.role !== 'mood') {
          last.factor = Math.min(MOST_FACTOR, last.factor * role.factor);
        } else {
          factor = Math.max(1 / MOST_FACTOR, Math.min(MOST_FACTOR, factor * role.factor));
          degreeReach = 0;
        }
        continue;
      case 'contrast':
        for (let n = sentenceStart; n < entries.length; n++) scaleWeight(entries[n], BEFORE);
        // The next contrast lessens only what came since: each word is passed once.
        sentenceStart = entries.length;
        endClause();
        weight = AFTER;
        break;
      case 'concession':
        endClause();
        conceding = true;
        break;
      case 'comma':
        endClause();
        break;
      case 'stop':
      case 'exclamation':
        if (role.role === 'exclamation') {
          // More than three marks are like three, so that no words are passed more often.
          if (++exclamations <= MOST_EXCLAMATIONS) {
            for (let n = entries.length - 1; n >= 0 && entries[n]?.sentence === sentence; n--) exclaim(entries[n]);
          }
          if (roles[k + 1]?.role === 'exclamation') break;
        }
        exclamations = 0;
        endClause();
        sentence++;
        sentenceStart = entries.length;
        weight = 1;
        break;
      case 'break':
        if (met) [negations, met] = [0, false];
        last = undefined;
        break;
      case 'join':
        last = undefined;
        break;
      default:
        if (role.role === 'unknown') last = undefined;
        if (++reach > mostReach) negations = 0;
        if (++degreeReach > DEGREE_REACH) factor = 1;
    }
  }
  return entries.map(weighed);
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
