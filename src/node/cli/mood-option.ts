/**
 * `--mood`: a mood in words, or as two numbers.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { MOOD_RANGES, type Mood } from '../../mood/mood.ts';
import { moodOfText, type TextMood } from '../../mood/text/text-mood.ts';
import { readBundledWords } from '../files/bundled-words.ts';

/** A mood that is asked for, and the words that it was found in, if there are any. */
export interface AskedMood {
  readonly mood: Mood;
  readonly words?: TextMood;
}

/** The mood of a text, asked for. */
export function askedBy(words: TextMood): AskedMood {
  return { mood: { valence: words.valence, arousal: words.arousal }, words };
}

/** The option, for the table of a command. */
export const MOOD_OPTION: { readonly value: string; readonly help: string } = {
  value: 'MOOD',
  help: 'words in English or Chinese, such as "calm and happy", or valence and arousal from -1 to 1, such as .8,-.5',
};

/**
 * The mood of an option: numbers, or what is found in its words.
 *
 * @throws {HarmoniumError} `option-range` for numbers out of range, and for words without a mood
 */
export async function moodOption(text: string): Promise<AskedMood> {
  if (/^[\d\s.,+-]*$/.test(text) || /^[^\s,]*,[^\s,]*\d[^\s,]*$/.test(text)) return { mood: moodOfNumbers(text) };
  try {
    return askedBy(moodOfText(text, await readBundledWords()));
  } catch (error) {
    if (!(error instanceof HarmoniumError) || error.code !== 'no-mood') throw error;
    throw wrongMood('words with a mood', text);
  }
}

function moodOfNumbers(text: string): Mood {
  const [valence = NaN, arousal = NaN, ...others] = text.split(',').map(axisValue);
  const isMood = others.length === 0 && isWithin('valence', valence) && isWithin('arousal', arousal);
  if (!isMood) throw wrongMood('words, or valence and arousal from -1 to 1 such as .8,-.5', text);
  return { valence, arousal };
}

function axisValue(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text) ? Number(text) : NaN;
}

function isWithin(axis: keyof Mood, value: number): boolean {
  const [least, most] = MOOD_RANGES[axis];
  return value >= least && value <= most;
}

function wrongMood(expected: string, text: string): HarmoniumError {
  return new HarmoniumError('option-range', '--mood', { expected, got: `'${text}'`, option: 'mood' });
}
