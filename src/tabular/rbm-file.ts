/**
 * What a file of a fitted machine says besides its numbers, as the strings of a safetensors file.
 *
 * | key | text |
 * |---|---|
 * | `format` | `harmonium-rbm` |
 * | `version` | `1`: of this table |
 * | `digest` | see `safetensors/digest`; may be missing |
 * | `architecture` | `rbm` |
 * | `option.…` | every option of the training: `FitSettings`; numbers of at most fifteen digits |
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { shortDecimal } from '../math/text/decimal.ts';
import { shown } from '../math/text/shown.ts';
import { BLANK_DIGEST } from '../safetensors/digest.ts';
import type { MetadataEntry } from '../safetensors/header.ts';
import { checkSettings, FIT_DEFAULTS, type FitSettings } from './fit-options.ts';

const FORMAT = 'harmonium-rbm';
const VERSION = '1';
const OPTION = 'option.';
const OPTION_NAMES = Object.keys(FIT_DEFAULTS).sort() as (keyof FitSettings)[];

type Metadata = ReadonlyMap<string, MetadataEntry>;

/** The strings in the order in which they are written. */
export function fileMetadata(options: FitSettings): Map<string, string> {
  const metadata = new Map([
    ['format', FORMAT],
    ['version', VERSION],
    ['digest', BLANK_DIGEST],
    ['architecture', 'rbm'],
  ]);
  for (const name of OPTION_NAMES) {
    const value = options[name];
    metadata.set(OPTION + name, typeof value === 'number' ? shortDecimal(value) : String(value));
  }
  return metadata;
}

/**
 * Fails unless this is a machine's file, of a version that can be read.
 *
 * @throws {HarmoniumError} `model-metadata`, `model-version`
 */
export function checkFormat(metadata: Metadata): void {
  demandText(metadata, 'format', FORMAT);
  const version = metadata.get('version');
  if (version === undefined || !/^[1-9][0-9]{0,9}$/.test(version.text)) {
    throw wrong('version', 'a whole number from 1', version);
  }
  if (version.text !== VERSION) {
    throw new HarmoniumError('model-version', 'the file is of a newer version than this program', {
      expected: `at most ${VERSION}`,
      got: version.text,
      offset: version.offset,
    });
  }
  demandText(metadata, 'architecture', 'rbm');
}

/**
 * The options of the training. `seed` is always text: a seed and its text are the same seed.
 *
 * @throws {HarmoniumError} `model-metadata` for a key too few or too many and for an option that no training can have
 */
export function readOptions(metadata: Metadata): FitSettings {
  const known = ['format', 'version', 'digest', 'architecture', ...OPTION_NAMES.map((name) => OPTION + name)];
  for (const [key, entry] of metadata) if (!known.includes(key)) throw wrong(key, 'no such key', entry);
  const options: FitSettings = Object.assign(
    { ...FIT_DEFAULTS },
    Object.fromEntries(OPTION_NAMES.map((name) => [name, readOption(metadata, name)])),
  );
  try {
    checkSettings(options);
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    const key = `${OPTION}${error.option ?? ''}`;
    throw wrong(key, error.expected ?? 'an option of a training', metadata.get(key));
  }
  return options;
}

/** An option of the kind that its default is of. */
function readOption(metadata: Metadata, name: keyof FitSettings): string | number | boolean {
  const entry = metadata.get(OPTION + name);
  if (entry === undefined) throw wrong(OPTION + name, 'an option of the training', entry);
  const { text } = entry;
  if (name === 'seed') return text;
  switch (typeof FIT_DEFAULTS[name]) {
    case 'number':
      if (!/^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,22})?$/.test(text)) throw wrong(OPTION + name, 'a number', entry);
      return Number(text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw wrong(OPTION + name, 'true or false', entry);
      return text === 'true';
    default:
      return text;
  }
}

function demandText(metadata: Metadata, key: string, text: string): void {
  const entry = metadata.get(key);
  if (entry?.text !== text) throw wrong(key, shown(text), entry);
}

function wrong(key: string, expected: string, entry: MetadataEntry | undefined): HarmoniumError {
  const details = entry === undefined ? { got: 'nothing' } : { got: shown(entry.text), offset: entry.offset };
  return new HarmoniumError('model-metadata', `metadata ${shown(key)}`, { expected, ...details });
}
