/**
 * Speech recognition by PocketSphinx, in English.
 *
 * @module
 * @see https://github.com/cmusphinx/pocketsphinx
 */
import { dirname, join } from 'node:path';
import { CONFIDENT, combinePasses } from './combine-passes.ts';
import { findProgram, isFile } from './find-program.ts';
import { moodGrammar, pronounceable } from './mood-grammar.ts';
import { readPronunciations } from './pronunciations.ts';
import { runRecogniser } from './run-recogniser.ts';
import { writeTemporary } from './temporary-folder.ts';
import { parseTimeJson, parseTimeLines, type TimedWord } from './word-times.ts';

/** How a program is called, and how its output is read. */
interface Calling {
  args(file: string, options: readonly string[]): string[];
  parse(output: string): TimedWord[];
}

/** The programs: of version 0.8 and 5prealpha, as in Debian, and of version 5. */
const PROGRAMS: Readonly<Record<'pocketsphinx_continuous' | 'pocketsphinx', Calling>> = {
  pocketsphinx_continuous: {
    args: (file, options) => [...options, '-infile', file, '-time', 'yes'],
    parse: parseTimeLines,
  },
  pocketsphinx: { args: (file, options) => [...options, 'single', file], parse: parseTimeJson },
};
const DICTIONARY = 'pocketsphinx/model/en-us/cmudict-en-us.dict';
/**
 * The penalty for a word in the second pass. It is much smaller than the default, 0.65: one long word is more likely a mood than two short
 * ones.
 */
const WORD_PENALTY = '0.001';

/** An installed PocketSphinx. */
export interface PocketSphinx {
  readonly name: keyof typeof PROGRAMS;
  readonly program: string;
  /** The path of the English pronunciation dictionary; undefined if there is no English model. */
  readonly dictionary: string | undefined;
}

/** What PocketSphinx hears. */
export interface HeardTwice {
  readonly text: string;
  /** What each pass heard: over the whole language, and over mood words. */
  readonly passes: { readonly free: string; readonly moods: string };
}

/** The installed PocketSphinx. */
export function findPocketSphinx(): PocketSphinx | undefined {
  for (const name of Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[]) {
    const program = findProgram(name);
    if (program === undefined) continue;
    const folders = [join(dirname(program), '../share'), '/usr/share', '/usr/local/share'];
    return { name, program, dictionary: folders.map((folder) => join(folder, DICTIONARY)).find(isFile) };
  }
  return undefined;
}

/**
 * What PocketSphinx hears in a sound file (16 kHz, mono, 16 bit) in two passes: one over the whole language, and one over a grammar of mood
 * words, fillers and the words that the first pass is sure of.
 *
 * @param words - the mood words, strongest first
 * @param folder - where the grammar is written
 * @param seconds - the most that a pass may take
 */
export async function hearWithPocketSphinx(
  { name, program }: PocketSphinx,
  dictionary: string,
  file: string,
  words: readonly string[],
  folder: string,
  seconds: number,
): Promise<HeardTwice> {
  const { args, parse } = PROGRAMS[name];
  const hear = async (...options: readonly string[]): Promise<TimedWord[]> =>
    parse(await runRecogniser(program, args(file, options), seconds));

  const free = await hear();
  const pronunciations = readPronunciations(dictionary);
  const moods = pronounceable(words, pronunciations);
  if (free.length === 0 || moods.length === 0) return { text: textOf(free), passes: { free: textOf(free), moods: '' } };

  const others = free.filter(({ confidence }) => confidence >= CONFIDENT).map(({ word }) => word);
  const grammar = join(folder, 'moods.jsgf');
  writeTemporary(grammar, moodGrammar(moods, others, pronunciations));
  const second = await hear('-jsgf', grammar, '-wip', WORD_PENALTY);
  const combined = combinePasses(free, second, new Set(moods), pronunciations);
  return { text: textOf(combined), passes: { free: textOf(free), moods: textOf(second) } };
}

function textOf(words: readonly TimedWord[]): string {
  return words.map(({ word }) => word).join(' ');
}
