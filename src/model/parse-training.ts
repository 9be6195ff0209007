/**
 * The texts of a training, see `training-record.ts`, to a record.
 *
 * @module
 */
import { shortDecimal } from '../math/text/decimal.ts';
import { MOOD_UNITS } from './check-model.ts';
import type { TrainingRecord, TrainingValue } from './training-record.ts';

type Field = Exclude<keyof TrainingRecord, 'other'>;
/** The value that is written as this text, exactly; undefined if there is none. */
type Parser = (text: string) => TrainingValue | undefined;

const PARSERS: ReadonlyMap<string, Parser> = new Map(
  Object.entries({
    preset: oneOf('default', 'article'),
    seed: (text) => text,
    writer: (text) => text,
    split: parseNumber,
    sustain: (text) => (text === 'yes' ? true : undefined),
    keys: parseCounts,
    voices: parseCounts,
    stride: parseNumber,
    weightMean: parseNumber,
    weightDeviation: parseNumber,
    dataBiases: parseBoolean,
    heldOut: (text) => (text === 'first-windows' ? text : parseNumber(text)),
    transpose: oneOf('none', 'to-c', 'all-keys'),
    windows: oneOf('all', 'article'),
    epochs: parseNumber,
    batch: parseNumber,
    rate: parseNumber,
    finalRate: parseNumber,
    momentum: parseNumber,
    decay: parseNumber,
    cd: parseNumber,
    statistics: oneOf('probabilities', 'samples'),
    chains: parseNumber,
    centred: parseBoolean,
    sparsity: parseNumber,
    averaging: parseNumber,
    mostGap: parseNumber,
    order: oneOf('shuffled', 'groups'),
    moodUnits: (text) => (MOOD_UNITS.test(text) ? Number(text) : undefined),
    valenceThresholds: parseNumbers,
    arousalThresholds: parseNumbers,
    moodCounts: parseNumbers,
    learntEpochs: parseNumber,
    learntWindows: parseNumber,
    heldOutWindows: parseNumber,
    reconstructionError: parseNumber,
    freeEnergyGap: parseNumber,
  } satisfies Readonly<Record<Exclude<Field, 'polyphony'> | 'voices', Parser>>),
);

/** A record from its texts; written again it gives the same texts. */
export function parseTraining(texts: ReadonlyMap<string, string>): TrainingRecord {
  const record: Partial<Record<string, TrainingValue>> = {};
  // Without a prototype, so that any text is safe as a key.
  const other: Record<string, string> = Object.create(null);
  for (const [key, text] of texts) {
    const value = PARSERS.get(key)?.(text);
    if (value === undefined) other[key] = text;
    else record[key === 'voices' ? 'polyphony' : key] = value;
  }
  return (Object.keys(other).length > 0 ? { ...record, other } : record) as TrainingRecord;
}

function oneOf(...choices: readonly string[]): Parser {
  return (text) => (choices.includes(text) ? text : undefined);
}

function parseBoolean(text: string): boolean | undefined {
  return text === 'true' || (text === 'false' ? false : undefined);
}

function parseNumber(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && shortDecimal(value) === text ? value : undefined;
}

function parseCounts(text: string): readonly number[] | undefined {
  return /^(?:0|[1-9]\d{0,14})(?: (?:0|[1-9]\d{0,14})){0,127}$/.test(text) ? text.split(' ').map(Number) : undefined;
}

function parseNumbers(text: string): readonly number[] | undefined {
  const numbers = text === '' ? [] : text.split(' ').map(parseNumber);
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}
