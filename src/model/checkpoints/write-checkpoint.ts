/**
 * A checkpoint to the bytes of a file.
 *
 * @module
 */
import type { EpochRecord } from '../../rbm/training/trainer.ts';
import { BLANK_DIGEST } from '../../safetensors/digest.ts';
import { type ArrayTensor, writeArrays } from '../write-arrays.ts';
import { CHECKPOINT_FORMAT, CHECKPOINT_VERSION, type Checkpoint, HISTORY } from './checkpoint.ts';

/**
 * The bytes of a safetensors file, see `checkpoint`. Equal checkpoints give equal bytes.
 *
 * @throws {HarmoniumError} `model-weights` if the training has diverged, `model-header` if the options come to more than 64 KiB
 */
export function writeCheckpoint({ memory, history, rows, options, writer }: Checkpoint): Uint8Array {
  const metadata = new Map([
    ['format', CHECKPOINT_FORMAT],
    ['version', String(CHECKPOINT_VERSION)],
    ['digest', BLANK_DIGEST],
    ['writer', writer],
    ['rows', rows.toString(16).padStart(8, '0')],
  ]);
  for (const name of Object.keys(memory.numbers).sort()) metadata.set(`memory.${name}`, String(memory.numbers[name]));
  for (const name of Object.keys(options).sort()) metadata.set(`option.${name}`, options[name] ?? '');
  const arrays: ArrayTensor[] = Object.entries(memory.arrays).map(([name, data]) => ({
    name,
    shape: [data.length],
    data,
  }));
  if (history.length > 0) arrays.push(historyTensor(history));
  return writeArrays(arrays, metadata);
}

function historyTensor(history: readonly EpochRecord[]): ArrayTensor {
  const figures = history.map(({ reconstructionError, freeEnergyTraining, freeEnergyHeldOut }) =>
    freeEnergyHeldOut === undefined
      ? [reconstructionError, freeEnergyTraining]
      : [reconstructionError, freeEnergyTraining, freeEnergyHeldOut],
  );
  const columns = figures[0]?.length ?? 0;
  return { name: HISTORY, shape: [history.length, columns], data: Float64Array.from(figures.flat()) };
}
