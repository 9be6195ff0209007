/**
 * Speech recognition by whisper.cpp.
 *
 * @module
 * @see https://github.com/ggml-org/whisper.cpp
 */
import { dirname, join } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { oneLine } from '../../math/text/shown.ts';
import { findProgram, isFile } from './find-program.ts';
import { runRecogniser } from './run-recogniser.ts';

/** The program's name. */
export const WHISPER = 'whisper-cli';
/** Models that are looked for, the better choice first: those for all languages, then English. `whisper-cli` itself tries the last one. */
const MODELS = ['small', 'base', 'tiny', 'small.en', 'tiny.en', 'base.en'].map((name) => `ggml-${name}.bin`);

/** An installed whisper.cpp. */
export interface Whisper {
  readonly program: string;
  /** The model's path; undefined if none was found. */
  readonly model: string | undefined;
}

/**
 * The installed whisper.cpp, with the model that `WHISPER_MODEL` names. Otherwise the model is looked for in `models` of the working
 * folder, where `whisper-cli` looks, and in `models` of the folder where it was built.
 *
 * @throws {HarmoniumError} `no-recogniser` if `WHISPER_MODEL` names no file
 */
export function findWhisper(): Whisper | undefined {
  const program = findProgram(WHISPER);
  if (program === undefined) return undefined;
  const named = process.env['WHISPER_MODEL'] ?? '';
  if (named !== '') {
    if (isFile(named)) return { program, model: named };
    throw new HarmoniumError('no-recogniser', `WHISPER_MODEL names no file: ${oneLine(named, 200)}`);
  }
  // Built programs are in build/bin.
  const folders = ['models', join(dirname(program), '../../models')];
  const model = folders.flatMap((folder) => MODELS.map((name) => join(folder, name))).find(isFile);
  return { program, model };
}

/** What whisper.cpp hears in a sound file, in the language that it recognises. Remarks such as `[BLANK_AUDIO]` or `(music)` are left out. */
export async function hearWithWhisper(
  { program }: Whisper,
  model: string,
  file: string,
  seconds: number,
): Promise<string> {
  const out = await runRecogniser(program, ['-l', 'auto', '-nt', '-np', '-m', model, '-f', file], seconds);
  return out.replace(/\[[^\]]*\]|\([^)]*\)/gu, ' ');
}
