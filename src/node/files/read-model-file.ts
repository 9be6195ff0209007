/**
 * Model files that a command is given.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import type { Model } from '../../model/model.ts';
import { demandMoods, moodsOf } from '../../model/moods.ts';
import { readModel } from '../../model/read-model.ts';
import { MOST_MODEL_BYTES, readBytes } from './read-file.ts';
import { withFileName } from './with-file-name.ts';

/**
 * Reads a model file.
 *
 * @param needsMoods - whether it must have mood units
 * @throws {HarmoniumError} as `readModel`, with the file's name; `model-header` for a MIDI file; `model-metadata` for mood units without
 * their meaning; `no-moods`
 */
export function readModelFile(file: string, needsMoods: boolean = false): Promise<Model> {
  return withFileName(file, async () => {
    const bytes = await readBytes(file, MOST_MODEL_BYTES);
    const model = modelOfFile(bytes);
    if (needsMoods) demandMoods(model);
    return model;
  });
}

/** The model of a file's bytes; errors as those of {@link readModelFile}, without a name. */
export function modelOfFile(bytes: Uint8Array): Model {
  if (isMidi(bytes)) throw new HarmoniumError('model-header', 'expected a model, got a MIDI file');
  const model = readModel(bytes);
  try {
    moodsOf(model);
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    throw new HarmoniumError('model-metadata', error.message);
  }
  return model;
}

/** Whether a file begins with `MThd`. */
function isMidi(bytes: Uint8Array): boolean {
  return bytes[0] === 0x4d && bytes[1] === 0x54 && bytes[2] === 0x68 && bytes[3] === 0x64;
}
