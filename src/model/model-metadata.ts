/**
 * What a model knows besides its numbers, as the strings of a safetensors file.
 *
 * | key | text |
 * |---|---|
 * | `format` | `harmonium` |
 * | `version` | `1`: of this table |
 * | `architecture` | `rbm`, which is also meant when the key is missing, and then not written |
 * | `digest` | see `digest.ts`; may be missing |
 * | `steps`, `grid`, `low`, `high` | whole numbers |
 * | `tempo` | a number of at most fifteen digits, with a point if it is not whole |
 * | `training.…` | see `training-record.ts`; keys in ascending order of their UTF-16 units |
 *
 * @module
 */
import { BLANK_DIGEST } from '../safetensors/digest.ts';
import { checkFormat, checkText, type Metadata, wrongMetadata } from '../safetensors/metadata.ts';
import { MODEL_RANGES } from './check-model.ts';
import type { Model } from './model.ts';
import { parseTraining } from './parse-training.ts';
import { textOf, trainingTexts } from './training-record.ts';

/** Version of the form; a reader refuses what is newer. */
export const MODEL_VERSION: number = 1;

const KEYS: readonly string[] = [
  'format',
  'version',
  'architecture',
  'digest',
  'steps',
  'grid',
  'low',
  'high',
  'tempo',
];
const TRAINING = 'training.';

const FORMAT = 'harmonium';
/** The only architecture so far. */
const ARCHITECTURE = 'rbm';

/** A model's strings in the order in which they are written, with a blank digest. */
export function writeMetadata({ steps, grid, pitches, tempo, training }: Model): Map<string, string> {
  const { low, high } = pitches;
  const values = { format: FORMAT, version: MODEL_VERSION, digest: BLANK_DIGEST, steps, grid, low, high, tempo };
  const metadata = new Map<string, string>();
  for (const [key, value] of Object.entries(values)) metadata.set(key, textOf(value));
  const texts = trainingTexts(training);
  for (const key of Object.keys(texts).sort()) metadata.set(TRAINING + key, texts[key] ?? '');
  return metadata;
}

/**
 * Fails unless the strings are of a model that this version can read: format, version and architecture.
 *
 * @throws {HarmoniumError} `model-metadata`, `model-version`
 */
export function checkVersion(metadata: Metadata): void {
  checkFormat(metadata, FORMAT, MODEL_VERSION);
  if (metadata.has('architecture')) checkText(metadata, 'architecture', ARCHITECTURE);
}

/**
 * A model's strings read back.
 *
 * @throws {HarmoniumError} `model-metadata` for a missing or unknown key and for a number out of its range
 */
export function readMetadata(metadata: Metadata): Omit<Model, 'rbm'> {
  const training = new Map<string, string>();
  for (const [key, entry] of metadata) {
    if (key.startsWith(TRAINING)) training.set(key.slice(TRAINING.length), entry.text);
    else if (!KEYS.includes(key)) throw wrongMetadata(key, `no key but ${KEYS.join(', ')} and ${TRAINING}…`, entry);
  }
  const low = readNumber(metadata, 'low', wholeNumber);
  const high = readNumber(metadata, 'high', wholeNumber);
  if (high < low) throw wrongMetadata('high', `at least low, ${low}`, metadata.get('high'));
  return {
    steps: readNumber(metadata, 'steps', wholeNumber),
    grid: readNumber(metadata, 'grid', wholeNumber),
    pitches: { low, high },
    tempo: readNumber(metadata, 'tempo', decimalNumber),
    training: parseTraining(training),
  };
}

function readNumber(metadata: Metadata, key: keyof typeof MODEL_RANGES, parse: (text: string) => number): number {
  const entry = metadata.get(key);
  const [least, most] = MODEL_RANGES[key];
  const value = parse(entry?.text ?? '');
  if (!(value >= least && value <= most)) throw wrongMetadata(key, `a number from ${least} to ${most}`, entry);
  return value;
}

/** NaN unless the text is a whole number as `String` writes it; ten digits are plenty. */
function wholeNumber(text: string): number {
  return /^(?:0|[1-9][0-9]{0,9})$/.test(text) ? Number(text) : Number.NaN;
}

/** NaN unless the text is digits with at most one point between them. */
function decimalNumber(text: string): number {
  return /^(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,20})?$/.test(text) ? Number(text) : Number.NaN;
}
