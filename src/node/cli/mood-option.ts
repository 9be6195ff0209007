/**
 * `--mood`: a mood in words, or as two numbers.
 *
 * @module
 */
import { MOOD_RANGES, type Mood } from '../../mood/mood.ts';
import { moodOfText } from '../../mood/text/text-mood.ts';
import { readBundledWords } from '../files/bundled-words.ts';
import { numberOption, usageError } from './options.ts';

/** The option, for the table of a command. */
export const MOOD_OPTION: { readonly value: string; readonly help: string } = {
  value: 'MOOD',
  help: 'words in English or Chinese, such as "calm and happy", or valence and arousal from -1 to 1, such as .8,-.5',
};

/**
 * The mood of an option.
 *
 * @throws {HarmoniumError} `option-range` for numbers out of range; `no-mood` for words without a mood
 */
export async function moodOption(text: string): Promise<Mood> {
  const numbers = /^\s*([+-]?[\d.]+)\s*,\s*([+-]?[\d.]+)\s*$/.exec(text);
  if (numbers === null) {
    if (/^[\d\s.,+-]+$/.test(text)) {
      throw usageError(`--mood: expected words, or valence and arousal such as .8,-.5, got '${text}'`, 'mood');
    }
    const { valence, arousal } = moodOfText(text, await readBundledWords());
    return { valence, arousal };
  }
  const axis = (n: 1 | 2, name: 'valence' | 'arousal'): number =>
    numberOption('mood', numbers[n], ...MOOD_RANGES[name]) ?? 0;
  return { valence: axis(1, 'valence'), arousal: axis(2, 'arousal') };
}
