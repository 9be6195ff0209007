/**
 * Tables of music with moods.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { readMoodLabels } from '../../src/mood/read-labels.ts';

function moodOf(words: string): { valence: number; arousal: number } {
  if (words === 'happy') return { valence: 0.8, arousal: 0.5 };
  throw new HarmoniumError('no-mood', 'the text has no mood');
}

/** What becomes of a table. */
function outcome(text: string): string {
  try {
    return `${readMoodLabels(text, moodOf).length} labels`;
  } catch (error) {
    return error instanceof HarmoniumError ? error.message : 'another error';
  }
}

describe('tables', () => {
  it('have numbers or words, in any order of columns, quoted or not', () => {
    const text =
      '\ufefffile,remark,valence,arousal,mood\r\n"a, ""b"".mid",x,-.5,1,\r\n\r\nc.mid,"two\nlines",,,happy\nd.mid,,+0.25,0,';
    expect(readMoodLabels(text, moodOf)).toEqual([
      { file: 'a, "b".mid', mood: { valence: -0.5, arousal: 1 }, line: 2 },
      { file: 'c.mid', mood: { valence: 0.8, arousal: 0.5 }, line: 4 },
      { file: 'd.mid', mood: { valence: 0.25, arousal: 0 }, line: 6 },
    ]);
  });

  it.each([
    ['', /line 1: the header: expected .*'file'/],
    ['valence,arousal\n', /line 1: the header/],
    ['file,valence\na.mid,1', /line 1: the header/],
    ['file,valence,arousal\na.mid,2,0', /line 2: valence: expected a number from -1 to 1, got "2"/],
    ['file,valence,arousal\na.mid,0,', /line 2: arousal: expected a number from -1 to 1, got nothing/],
    ['file,valence,arousal\na.mid,0,0\n\na.mid,1,1', /line 4: file: expected each file once, got "a.mid" as on line 2/],
    ['file,mood\na.mid,xyzzy', /line 2: mood: the text has no mood/],
    ['file,mood\n,happy', /line 2: file/],
    ['file,mood\na.mid,sad, but quiet', /line 2: the row: expected at most 2 fields/],
    ['file,valence,arousal\na.mid,1,0,0,5', /line 2: the row/],
    ['file,valence,valence,arousal\n', /the header: expected each column once, got valence twice/],
    ['file,valence,arousal,mood\na.mid,9,abc,happy', /line 2: the mood: expected numbers or words, got both/],
    ['file,mood\n"a.mid"x,happy', /line 2: a field/],
  ])('are refused with the line: %o', (text, message) => {
    expect(() => readMoodLabels(text, moodOf)).toThrow(message);
    expect(() => readMoodLabels(text, moodOf)).toThrow(expect.objectContaining({ code: 'labels' }));
  });

  it('may have long fields', () => {
    const long = 'x'.repeat(9_000_000);
    expect(readMoodLabels(`file,remark,mood\na.mid,"${long}""",happy`, moodOf)).toHaveLength(1);
    expect(() => readMoodLabels(`file,mood\na.mid,"${long}`, moodOf)).toThrow(/line 2: a field/);
  });

  it('of any text give labels or an error of ours', () => {
    const text = fc
      .array(fc.constantFrom('"', ',', '\n', '\r', 'a', '1', '-', '.', ' ', 'é'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (rest) => {
        expect(outcome(`file,valence,arousal\n${rest}`)).not.toBe('another error');
      }),
    );
  });
});
