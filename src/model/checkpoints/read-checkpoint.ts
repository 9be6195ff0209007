/**
 * The bytes of a file to a checkpoint.
 *
 * @module
 */
import { checkArray } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { shown } from '../../math/text/shown.ts';
import type { EpochRecord } from '../../rbm/training/trainer.ts';
import type { StateArray } from '../../rbm/training/trainer-state.ts';
import { checkDigest } from '../../safetensors/digest.ts';
import { type MetadataEntry, readHeader } from '../../safetensors/header.ts';
import { checkFormat, wrongMetadata } from '../../safetensors/metadata.ts';
import { readAllTensors } from '../../safetensors/read-tensors.ts';
import type { ArrayTensor } from '../write-arrays.ts';
import { CHECKPOINT_FORMAT, CHECKPOINT_VERSION, type Checkpoint, HISTORY } from './checkpoint.ts';

const KEYS: readonly string[] = ['format', 'version', 'digest', 'writer', 'rows'];
const MEMORY = 'memory.';
const OPTION = 'option.';

/**
 * Reads what `writeCheckpoint` wrote; whatever is not exactly a checkpoint is refused. Whether it belongs to a training,
 * `resumeFrom` finds out.
 *
 * @throws {HarmoniumError} `model-truncated`, `model-header`, `model-metadata`, `model-version`, `model-digest`,
 * `model-tensor`, `model-shape` or `model-weights`; `option-range` for what is not bytes
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  checkArray('bytes', bytes, 'Uint8Array');
  const header = readHeader(bytes);
  const { metadata } = header;
  checkFormat(metadata, CHECKPOINT_FORMAT, CHECKPOINT_VERSION);
  if (!metadata.has('digest')) throw wrongMetadata('digest', 'eight hexadecimal digits', undefined);
  checkDigest(bytes, header);
  const numbers: Record<string, number> = Object.create(null);
  const options: Record<string, string> = Object.create(null);
  for (const [key, entry] of metadata) {
    if (key.startsWith(OPTION)) options[key.slice(OPTION.length)] = entry.text;
    else if (key.startsWith(MEMORY)) numbers[key.slice(MEMORY.length)] = readWholeNumber(key, entry);
    else if (!KEYS.includes(key)) {
      throw wrongMetadata(key, `no key but ${KEYS.join(', ')}, ${MEMORY}… and ${OPTION}…`, entry);
    }
  }
  const rows = metadata.get('rows');
  if (rows === undefined || !/^[0-9a-f]{8}$/.test(rows.text))
    throw wrongMetadata('rows', 'eight hexadecimal digits', rows);
  const tensors = readAllTensors(bytes, header, ['F32', 'F64', 'U32']);
  const history = readHistory(tensors.get(HISTORY));
  const arrays: Record<string, StateArray> = Object.create(null);
  for (const { name, shape, data } of tensors.values()) {
    if (name === HISTORY) continue;
    if (shape.length !== 1) throw wrongShape(name, 'one dimension', shape);
    arrays[name] = data;
  }
  return {
    memory: { arrays, numbers },
    history,
    rows: Number.parseInt(rows.text, 16),
    options,
    writer: metadata.get('writer')?.text ?? '',
  };
}

function readWholeNumber(key: string, entry: MetadataEntry): number {
  const number = /^(?:0|[1-9][0-9]{0,15})$/.test(entry.text) ? Number(entry.text) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw wrongMetadata(key, 'a whole number below 2⁵³', entry);
  return number;
}

/** The record of each epoch; none if the file has no such tensor. */
function readHistory(tensor: ArrayTensor | undefined): EpochRecord[] {
  if (tensor === undefined) return [];
  const { shape, data } = tensor;
  const [epochs = 0, columns = 0, ...more] = shape;
  if (!(data instanceof Float64Array) || more.length > 0 || epochs === 0 || (columns !== 2 && columns !== 3)) {
    throw wrongShape(HISTORY, 'F64 [epochs, 2 or 3]', shape);
  }
  return Array.from({ length: epochs }, (_, n) => {
    const [reconstructionError = 0, freeEnergyTraining = 0, freeEnergyHeldOut] = data.subarray(
      n * columns,
      (n + 1) * columns,
    );
    return { epoch: n + 1, reconstructionError, freeEnergyTraining, freeEnergyHeldOut };
  });
}

function wrongShape(name: string, expected: string, shape: readonly number[]): HarmoniumError {
  const got = shape.length > 8 ? `${shape.length} dimensions` : `[${shape.join(', ')}]`;
  return new HarmoniumError('model-shape', `tensor ${shown(name)} has the wrong shape`, { expected, got });
}
