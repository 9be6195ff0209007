/**
 * Model files that a command is given.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import type { Model } from '../../model/model.ts';
import { readModel } from '../../model/read-model.ts';
import { MOST_MODEL_BYTES, readBytes } from './read-file.ts';
import { withFileName } from './with-file-name.ts';

/**
 * Reads a model file.
 *
 * @throws {HarmoniumError} as `readModel`, with the file's name; `model-header` for a MIDI file
 */
export function readModelFile(file: string): Promise<Model> {
  return withFileName(file, async () => {
    const bytes = await readBytes(file, MOST_MODEL_BYTES);
    if (isMidi(bytes)) throw new HarmoniumError('model-header', 'expected a model, got a MIDI file');
    return readModel(bytes);
  });
}

/** Whether a file begins with `MThd`. */
function isMidi(bytes: Uint8Array): boolean {
  return bytes[0] === 0x4d && bytes[1] === 0x54 && bytes[2] === 0x68 && bytes[3] === 0x64;
}
