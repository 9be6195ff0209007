/**
 * The metadata of a fitted machine's file, as the strings of a safetensors file.
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
import { HarmoniumError } from '../../error.ts';
import { shortDecimal } from '../../math/text/decimal.ts';
import { BLANK_DIGEST } from '../../safetensors/digest.ts';
import { checkFormat, checkText, type Metadata, wrongMetadata } from '../../safetensors/metadata.ts';
import { checkSettings, FIT_DEFAULTS, type FitSettings } from '../fit-options.ts';

const FORMAT = 'harmonium-rbm';
const VERSION = 1;
const OPTION = 'option.';
const OPTION_NAMES = Object.keys(FIT_DEFAULTS).sort() as (keyof FitSettings)[];

/** The strings in the order in which they are written. */
export function fileMetadata(options: FitSettings): Map<string, string> {
  const metadata = new Map([
    ['format', FORMAT],
    ['version', String(VERSION)],
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
 * Fails unless this is a machine's file, of a version that can be read and of the architecture `rbm`.
 *
 * @throws {HarmoniumError} `model-metadata`, `model-version`
 */
export function checkVersion(metadata: Metadata): void {
  checkFormat(metadata, FORMAT, VERSION);
  checkText(metadata, 'architecture', 'rbm');
}

/**
 * The options of the training. `seed` is always text: a seed and its text are the same seed.
 *
 * @throws {HarmoniumError} `model-metadata` for a missing or unknown key and for an option out of its range
 */
export function readOptions(metadata: Metadata): FitSettings {
  const known = ['format', 'version', 'digest', 'architecture', ...OPTION_NAMES.map((name) => OPTION + name)];
  for (const [key, entry] of metadata)
    if (!known.includes(key)) throw wrongMetadata(key, `no key but ${known.join(', ')}`, entry);
  const options: FitSettings = Object.assign(
    { ...FIT_DEFAULTS },
    Object.fromEntries(OPTION_NAMES.map((name) => [name, readOption(metadata, name)])),
  );
  try {
    checkSettings(options);
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    const key = `${OPTION}${error.option ?? ''}`;
    throw wrongMetadata(key, error.expected ?? 'an option of a training', metadata.get(key));
  }
  return options;
}

/** An option of the kind that its default is of. */
function readOption(metadata: Metadata, name: keyof FitSettings): string | number | boolean {
  const entry = metadata.get(OPTION + name);
  if (entry === undefined)
    throw wrongMetadata(OPTION + name, 'a text: every option of the training is required', entry);
  const { text } = entry;
  if (name === 'seed') return text;
  switch (typeof FIT_DEFAULTS[name]) {
    case 'number':
      if (!/^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,22})?$/.test(text))
        throw wrongMetadata(OPTION + name, 'a number without sign and exponent', entry);
      return Number(text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw wrongMetadata(OPTION + name, 'true or false', entry);
      return text === 'true';
    default:
      return text;
  }
}
