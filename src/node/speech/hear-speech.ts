/**
 * Speech as text, by an installed speech recogniser.
 *
 * @module
 */
import { accessSync, constants } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { withFileName } from '../files/with-file-name.ts';
import { findPocketSphinx, type HeardTwice, hearWithPocketSphinx } from './pocketsphinx.ts';
import { runRecogniser, SECONDS_AT_MOST } from './run-recogniser.ts';
import { speechSound } from './speech-sound.ts';
import { splitCommand } from './split-command.ts';
import { withTemporaryFolder, writeTemporary } from './temporary-folder.ts';
import { findWhisper, hearWithWhisper, WHISPER } from './whisper.ts';

/** The largest sound file. */
const MOST_SPEECH_BYTES = 1 << 28;

const ADVICE =
  "install one (on Debian: apt install pocketsphinx pocketsphinx-en-us; other languages: whisper.cpp), or name one with --recogniser 'PROGRAM {file}'";

/** How speech is heard. */
export interface HearOptions {
  /** A command that prints what is said in `{file}`; by default an installed recogniser. */
  readonly recogniser?: string | undefined;
  /** English mood words, strongest first, for which PocketSphinx listens in a second pass. */
  readonly words: readonly string[];
  /** The most that a run of a recogniser may take, in seconds (120). */
  readonly seconds?: number | undefined;
}

/** What was heard. */
export interface HeardSpeech {
  /** The text, on one line. */
  readonly text: string;
  /** The name of the program that heard it. */
  readonly by: string;
  /** PocketSphinx hears twice; this is what each pass heard. */
  readonly passes?: HeardTwice['passes'];
}

/**
 * Passes a sound file to a speech recogniser and returns what it hears.
 *
 * It is the one that the option names, which gets the file as it is. Otherwise it is whisper.cpp if that is installed with a model, or
 * PocketSphinx; these get a WAV file of 16 kHz. Temporary files are removed, and the recogniser does not outlive this program.
 *
 * @param file - a path, or `-` for stdin
 * @throws {HarmoniumError} `no-recogniser`; `recogniser-…` if it cannot be run, fails, takes too long or hears nothing; `option-range` for
 * the option; `file-…`, `wav-…` and `speech-length` for the file
 */
export async function hearSpeech(file: string, options: HearOptions): Promise<HeardSpeech> {
  const heard = await (options.recogniser === undefined
    ? hearInstalled(file, options)
    : hearNamed(file, options.recogniser, options));
  const text = heard.text.replace(/\s+/gu, ' ').trim();
  if (text === '') throw new HarmoniumError('recogniser-nothing', `${file}: ${heard.by} heard no words`);
  return { ...heard, text };
}

/** By the command of the option. */
async function hearNamed(file: string, command: string, { seconds }: HearOptions): Promise<HeardSpeech> {
  const run = async (path: string): Promise<HeardSpeech> => {
    const [program, ...args] = splitCommand(command, path);
    return { text: await runRecogniser(program, args, seconds ?? SECONDS_AT_MOST), by: basename(program) };
  };
  // A wrong option shall not wait for the end of stdin.
  splitCommand(command, file);
  if (file === STANDARD_STREAM) {
    const bytes = await withFileName(file, () => readBytes(file, MOST_SPEECH_BYTES));
    return withTemporaryFolder((folder) => run(written(folder, bytes)));
  }
  await withFileName(file, async () => accessSync(file, constants.R_OK));
  // The whole path does not begin with -, which would be an option.
  return run(resolve(file));
}

/** By an installed recogniser. */
async function hearInstalled(file: string, { words, seconds = SECONDS_AT_MOST }: HearOptions): Promise<HeardSpeech> {
  const hear = installedRecogniser(words, seconds);
  const bytes = await withFileName(file, async () => speechSound(await readBytes(file, MOST_SPEECH_BYTES)));
  return withTemporaryFolder((folder) => hear(written(folder, bytes), folder));
}

/** The first recogniser that is installed with a model. */
function installedRecogniser(
  words: readonly string[],
  seconds: number,
): (path: string, folder: string) => Promise<HeardSpeech> {
  const whisper = findWhisper();
  if (whisper?.model !== undefined) {
    const { model } = whisper;
    return async (path) => ({ text: await hearWithWhisper(whisper, model, path, seconds), by: WHISPER });
  }
  const sphinx = findPocketSphinx();
  if (sphinx?.dictionary !== undefined) {
    const { name, dictionary } = sphinx;
    return async (path, folder) => ({
      ...(await hearWithPocketSphinx(sphinx, dictionary, path, words, folder, seconds)),
      by: name,
    });
  }
  const without = [
    ...(whisper === undefined ? [] : [`${WHISPER} is installed without a model: set WHISPER_MODEL`]),
    ...(sphinx === undefined ? [] : [`${sphinx.name} is installed without its English model`]),
  ];
  throw new HarmoniumError('no-recogniser', `no speech recogniser: ${[...without, ADVICE].join('; ')}`);
}

/** Writes a temporary sound file; returns its path. */
function written(folder: string, bytes: Uint8Array): string {
  const path = join(folder, 'speech.wav');
  writeTemporary(path, bytes);
  return path;
}
