/**
 * Voice files that a command is given.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { openDenseArena } from '../../lanes/dense-arena.ts';
import type { Instrument } from '../../sound/song-blocks.ts';
import { type LearntVoice, readVoice } from '../../voice/files/voice-file.ts';
import { instrumentBytes, voiceInstrument } from '../../voice/generation/voice-instrument.ts';
import { pathOption, usageError } from '../cli/options.ts';
import { MOST_MODEL_BYTES, readBytes } from './read-file.ts';
import { withFileName } from './with-file-name.ts';

/** The bundled voice, of a piano: trained by `npm run voice`. */
const DEFAULT_VOICE: string = fileURLToPath(
  new URL('../../../fixtures/models/piano.voice.safetensors', import.meta.url),
);

/**
 * The file of `--voice`: a path, or `bundled`.
 *
 * @param wav - whether there is sound that it can play
 */
export function voiceOption(text: string | undefined, wav: boolean = true): string | undefined {
  if (text !== undefined && !wav) throw usageError('--voice needs --wav', 'voice');
  return text === 'bundled' ? DEFAULT_VOICE : pathOption('voice', text);
}

/** Reads a voice's file and makes an instrument of it; without a file, undefined. Errors name the file. */
export async function readInstrument(file: string | undefined): Promise<Instrument | undefined> {
  if (file === undefined) return undefined;
  return withFileName(file, async () => laneInstrument(readVoice(await readBytes(file, MOST_MODEL_BYTES))));
}

/** A voice as an instrument, on lanes where the engine has them. */
function laneInstrument(voice: LearntVoice): Instrument {
  return voiceInstrument(voice, { arena: openDenseArena(instrumentBytes(voice)) });
}
