/**
 * Checks that every format of this program makes of the metadata of a safetensors file.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { shown } from '../math/text/shown.ts';
import type { MetadataEntry } from './header.ts';

/** The strings of a file by their keys. */
export type Metadata = ReadonlyMap<string, MetadataEntry>;

/**
 * Fails unless the file is of a format, in a version that can be read. To be called first: a newer version may have other keys,
 * other tensors, another digest.
 *
 * @param newest - the newest version that can be read; versions count from 1
 * @throws {HarmoniumError} `model-metadata`, `model-version`
 */
export function checkFormat(metadata: Metadata, format: string, newest: number): void {
  checkText(metadata, 'format', format);
  const version = metadata.get('version');
  if (version === undefined || !/^[1-9][0-9]{0,9}$/.test(version.text)) {
    throw wrongMetadata('version', 'a whole number from 1', version);
  }
  if (Number(version.text) <= newest) return;
  const writer = metadata.get('writer');
  throw new HarmoniumError('model-version', `the ${format} file is of a newer version than this program`, {
    expected: `at most ${newest}`,
    got: `${version.text}${writer === undefined ? '' : ` of ${shown(writer.text)}`}`,
    offset: version.offset,
  });
}

/** Fails with `model-metadata` unless a key has this text. */
export function checkText(metadata: Metadata, key: string, text: string): void {
  const entry = metadata.get(key);
  if (entry?.text !== text) throw wrongMetadata(key, shown(text), entry);
}

/** The error with code `model-metadata` for a key's text; for a missing key without an entry. */
export function wrongMetadata(key: string, expected: string, entry: MetadataEntry | undefined): HarmoniumError {
  const details = entry === undefined ? { got: 'nothing' } : { got: shown(entry.text), offset: entry.offset };
  return new HarmoniumError('model-metadata', `metadata ${shown(key)}`, { expected, ...details });
}
