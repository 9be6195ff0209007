/**
 * The header of a safetensors file: its tensors, their offsets, and its metadata strings.
 *
 * Source: https://github.com/huggingface/safetensors, "Format". Read more strictly than there: no key twice, nothing but
 * the three known keys for a tensor, whole numbers only, spaces alone after the last brace.
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { shown } from '../math/text/shown.ts';
import { demandMark, type JsonCursor, readString, readWhole, takeMark, unexpected } from './json-cursor.ts';

/** Bytes that a header may have: a real one has about 1,000. */
export const HEADER_LIMIT: number = 65_536;

/** A tensor as the header describes it, not yet checked against the file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte and the byte after the last, counted from the start of the data. */
  readonly begin: number;
  readonly end: number;
  /** Byte of the file at which the entry begins. */
  readonly offset: number;
}

/** A string of `__metadata__`. */
export interface MetadataEntry {
  readonly text: string;
  /** Byte of the file at which its opening quote ends. */
  readonly offset: number;
}

/** A parsed header. */
export interface Header {
  /** In the header's own order. */
  readonly tensors: readonly TensorEntry[];
  /** A Map, so a key such as `__proto__` is a key like any other. */
  readonly metadata: ReadonlyMap<string, MetadataEntry>;
  /** Byte of the file at which the data starts. */
  readonly dataStart: number;
}

/**
 * Reads the header of a safetensors file.
 *
 * @throws {HarmoniumError} `model-truncated` if the file ends before the header does, else `model-header`
 */
export function readHeader(bytes: Uint8Array): Header {
  const length = headerLength(bytes);
  const cursor: JsonCursor = { bytes, at: 8, end: 8 + length };
  if (bytes[8] !== 0x7b) throw unexpected(cursor, "'{' as the header's first byte");
  const tensors: TensorEntry[] = [];
  let metadata: ReadonlyMap<string, MetadataEntry> | undefined;
  const names = new Set<string>();
  readObject(cursor, names, (name) => {
    if (name === '__metadata__') metadata = readMetadata(cursor);
    else tensors.push(readTensor(cursor, name));
  });
  for (; cursor.at < cursor.end; cursor.at++) {
    if (bytes[cursor.at] !== 0x20) throw unexpected(cursor, 'spaces after the last brace');
  }
  return { tensors, metadata: metadata ?? new Map(), dataStart: cursor.end };
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < 8) {
    throw new HarmoniumError('model-truncated', 'the file is too short for a safetensors file', {
      expected: 'at least 8 bytes',
      got: `${bytes.length} bytes`,
      offset: 0,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const low = view.getUint32(0, true);
  const length = low + view.getUint32(4, true) * 4_294_967_296;
  if (length < 2 || length > HEADER_LIMIT) {
    throw new HarmoniumError(
      'model-header',
      'this is not a safetensors file: the length of its header is out of range',
      {
        expected: `2 to ${HEADER_LIMIT} bytes`,
        got: `${length}`,
        offset: 0,
      },
    );
  }
  if (length > bytes.length - 8) {
    throw new HarmoniumError('model-truncated', 'the file ends inside its header', {
      expected: `${length} bytes of header`,
      got: `${bytes.length - 8} bytes`,
      offset: 8,
    });
  }
  return length;
}

/** Reads `{ key: value, … }`, each key once; `readValue` reads the value after each. */
function readObject(cursor: JsonCursor, keys: Set<string>, readValue: (key: string) => void): void {
  demandMark(cursor, '{');
  if (takeMark(cursor, '}')) return;
  do {
    const key = readString(cursor);
    if (keys.has(key)) {
      throw new HarmoniumError('model-header', 'duplicate key in the header', {
        expected: 'each key once',
        got: shown(key),
        offset: cursor.at,
      });
    }
    keys.add(key);
    demandMark(cursor, ':');
    readValue(key);
  } while (takeMark(cursor, ','));
  demandMark(cursor, '}');
}

function readMetadata(cursor: JsonCursor): Map<string, MetadataEntry> {
  const metadata = new Map<string, MetadataEntry>();
  readObject(cursor, new Set(), (key) => {
    // The mark is put back: only the offset behind it is wanted here.
    if (!takeMark(cursor, '"')) throw unexpected(cursor, 'a string');
    const offset = cursor.at--;
    metadata.set(key, { text: readString(cursor), offset });
  });
  return metadata;
}

function readTensor(cursor: JsonCursor, name: string): TensorEntry {
  const offset = cursor.at;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  readObject(cursor, new Set(), (key) => {
    if (key === 'dtype') dtype = readString(cursor);
    else if (key === 'shape') shape = readWholes(cursor);
    else if (key === 'data_offsets') offsets = readWholes(cursor);
    else throw unexpected(cursor, `dtype, shape or data_offsets as a key instead of ${shown(key)}`);
  });
  const [begin, end, ...more] = offsets ?? [];
  if (dtype === undefined || shape === undefined || begin === undefined || end === undefined || more.length > 0) {
    const given = { dtype, shape, [`${offsets?.length ?? 0} data_offsets`]: offsets };
    throw new HarmoniumError('model-header', `incomplete entry of tensor ${shown(name)}`, {
      expected: 'dtype, shape and 2 data_offsets',
      got:
        Object.keys(given)
          .filter((field) => given[field] !== undefined)
          .join(', ') || 'none of them',
      offset,
    });
  }
  return { name, dtype, shape, begin, end, offset };
}

/** Reads `[1, 2, …]`. */
function readWholes(cursor: JsonCursor): number[] {
  const numbers: number[] = [];
  demandMark(cursor, '[');
  if (takeMark(cursor, ']')) return numbers;
  do numbers.push(readWhole(cursor));
  while (takeMark(cursor, ','));
  demandMark(cursor, ']');
  return numbers;
}
