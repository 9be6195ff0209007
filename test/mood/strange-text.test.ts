import { array, assert, boolean, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HarmoniumError, moodOfText, type TextMood } from '../../src/index.ts';
import { LEXICON } from './words.ts';

/** The mood, or undefined for a text that has none; any other error is the test's failure. */
function attempt(text: string): TextMood | undefined {
  try {
    return moodOfText(text, LEXICON);
  } catch (error) {
    if (error instanceof HarmoniumError && error.code === 'no-mood') return undefined;
    throw error;
  }
}

/** Pieces that mean something to the reader, between pieces that do not. */
const PIECES = oneof(
  constantFrom(
    'happy',
    'sad',
    'not',
    "isn't",
    'very',
    'a bit',
    'but',
    'although',
    ',',
    '.',
    '!',
    '！',
    '、',
    'and',
    'or',
    '-',
    "'",

    '不',
    '悲伤',
    '快乐',
    '非常',
    '极了',
    '但是',
    '虽然',
    '的',
    '傷',
    '❤️',
    '😀',
    '👩‍👩‍👧',
    '\ud83d',
    '\0',
    '\u0301',
    '\u202e',
    'é',
    'ß',
    'İ',
    'ﬁ',
    'Ａ',
    'مرحبا',
    'かな',
    '한국',
    '𝓗',
    '\u3000',
    '  ',
    '\n',
    'constructor',
    '__proto__',
  ),
  string({ unit: 'binary', maxLength: 5 }),
);

describe('any text', () => {
  it('has a mood within the ranges, or none', () => {
    assert(
      property(array(PIECES, { maxLength: 30 }), boolean(), (pieces, spaced) => {
        const text = pieces.join(spaced ? ' ' : '');
        const found = attempt(text);
        if (found === undefined) return;
        for (const { valence, arousal } of [found, ...found.keywords]) {
          expect(Math.abs(valence)).toBeLessThanOrEqual(1);
          expect(Math.abs(arousal)).toBeLessThanOrEqual(1);
        }
        expect(found.keywords.every(({ weight }) => weight >= 0 && weight <= 1)).toBe(true);
        expect(moodOfText(text, LEXICON)).toEqual(found);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '😀',
    '!',
    'a',
    '不',
    'not ',
    'very ',
    'sad ',
    'sad! ',
    '悲',
    '、',
    'but ',
    'happy!',
    '\ud800',
    '\u0301',
    '한',
    "'",
    'sad,',
    '不悲伤极了',
    'blorp ',
    '極',
    '\0',
    'unfathomably ',
  ])('of 10,000 characters takes little time: %j', (piece) => {
    const time = (length: number): number => {
      const text = piece.repeat(length).slice(0, length);
      const start = performance.now();
      attempt(text);
      return performance.now() - start;
    };
    time(10_000);
    expect(Math.min(time(10_000), time(10_000))).toBeLessThan(1_000);
  });
});
