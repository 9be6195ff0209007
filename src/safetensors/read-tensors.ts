/**
 * The tensors of a safetensors file: those that a format names, or all there are.
 *
 * A file must hold its tensors without gaps, overlaps or trailing bytes. Everything is checked before anything is allocated, and
 * what is allocated is at most twice as large as the file. The numbers are copied: nothing refers to the file afterwards.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { oneLine, shown } from '../math/text/shown.ts';
import type { Header, TensorEntry } from './header.ts';
import { checkEntry, checkPlaces, type DataOf, type Dtype, readData, type Tensor, titleOf } from './tensor-data.ts';

/** What a tensor must be. */
export interface TensorForm {
  readonly dtype: Dtype;
  /** The largest size of each of its dimensions; the least is 1. */
  readonly most: readonly number[];
}

/** What forms' tensors are read to. */
export type TensorsOf<Forms extends Readonly<Record<string, TensorForm>>> = {
  readonly [Name in keyof Forms]: Tensor<DataOf<Forms[Name]['dtype']>>;
};

/**
 * Reads exactly the tensors named in `forms`; the file must hold no others.
 *
 * @throws {HarmoniumError} `model-tensor` (name, dtype, place), `model-shape`, `model-truncated`, `model-weights` (NaN or
 * infinity)
 */
export function readTensors<Forms extends Readonly<Record<string, TensorForm>>>(
  bytes: Uint8Array,
  header: Header,
  forms: Forms,
): TensorsOf<Forms> {
  const names = Object.keys(forms);
  const entries = Object.entries(forms).map(([name, form]) => findEntry(header, name, form, names));
  const unknown = header.tensors.find((entry) => !entries.includes(entry));
  if (unknown !== undefined) {
    throw new HarmoniumError('model-tensor', 'unknown tensor', {
      expected: names.join(', '),
      got: shown(unknown.name),
      offset: unknown.offset,
    });
  }
  return Object.fromEntries(readEntries(bytes, header, entries)) as TensorsOf<Forms>;
}

/**
 * Reads every tensor of the file, whatever its name, each of one of these types and of one dimension at least.
 *
 * @throws {HarmoniumError} as {@link readTensors}
 */
export function readAllTensors<D extends Dtype>(
  bytes: Uint8Array,
  header: Header,
  dtypes: readonly D[],
): Map<string, Tensor<DataOf<D>>> {
  for (const entry of header.tensors) {
    if (entry.shape.length === 0) throw wrongShape(entry, 'at least one dimension');
    checkEntry(entry, dtypes);
  }
  return readEntries(bytes, header, header.tensors) as Map<string, Tensor<DataOf<D>>>;
}

function readEntries(
  bytes: Uint8Array,
  header: Header,
  entries: readonly TensorEntry[],
): Map<string, Tensor<DataOf<Dtype>>> {
  checkPlaces(entries, header.dataStart, bytes.length);
  const tensors = new Map<string, Tensor<DataOf<Dtype>>>();
  for (const entry of entries) {
    const data = readData(bytes, header.dataStart, entry as TensorEntry & { readonly dtype: Dtype });
    tensors.set(entry.name, { name: entry.name, shape: entry.shape, data });
  }
  return tensors;
}

/** The entry of a wanted tensor, its type, shape and length checked. */
function findEntry(header: Header, name: string, { dtype, most }: TensorForm, names: readonly string[]): TensorEntry {
  const entry = header.tensors.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    throw new HarmoniumError('model-tensor', `${titleOf({ name })} is missing`, {
      expected: names.join(', '),
      got: oneLine(header.tensors.map((tensor) => tensor.name).join(', ') || 'none', 100),
    });
  }
  const fits = (size: number, k: number): boolean => size >= 1 && size <= (most[k] ?? 0);
  const hasShape = entry.shape.length === most.length && entry.shape.every(fits);
  // First the type: a tensor of another type may be of another shape, too.
  if (entry.dtype === dtype && !hasShape) throw wrongShape(entry, `[${most.map((size) => `1 to ${size}`).join(', ')}]`);
  checkEntry(entry, [dtype]);
  return entry;
}

function wrongShape(entry: TensorEntry, expected: string): HarmoniumError {
  const { shape, offset } = entry;
  const got = shape.length > 8 ? `${shape.length} dimensions` : `[${shape.join(', ')}]`;
  return new HarmoniumError('model-shape', `${titleOf(entry)} has the wrong shape`, { expected, got, offset });
}
