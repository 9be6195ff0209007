/**
 * A model file taken apart: its header as text, so that also what no JSON writer would write can be put there.
 *
 * @module
 */
import { HarmoniumError } from 'harmonium-rbm/error';
import { digestAt } from '#internal/safetensors/digest';
import { readHeader } from '#internal/safetensors/header';

/** A key and its value, both as the JSON has them: with quotes, brackets and all. */
export type Member = [key: string, value: string];

/** A file. */
export interface ModelParts {
  metadata: Member[];
  /** The value's members in turn. */
  tensors: [key: string, members: Member[]][];
  data: Uint8Array;
  /** What stands between the words of the header, and after its last brace. */
  space: string;
  padding: string;
  /** What the file claims its header to be long, if not the truth. */
  claim: bigint | undefined;
  /** Whether the digest is made anew for what the file has become. */
  sealed: boolean;
}

/** Takes a file apart that is known to be good. */
export function takeModelApart(file: Uint8Array): ModelParts {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const header = JSON.parse(Buffer.from(file.subarray(8, 8 + length)).toString()) as Record<
    string,
    Record<string, unknown>
  >;
  const { ['__metadata__']: metadata = {}, ...tensors } = header;
  return {
    metadata: membersOf(metadata),
    tensors: Object.entries(tensors).map(([name, entry]) => [JSON.stringify(name), membersOf(entry)]),
    data: file.slice(8 + length),
    space: '',
    padding: '',
    claim: undefined,
    sealed: true,
  };
}

function membersOf(of: Record<string, unknown>): Member[] {
  return Object.entries(of).map(([key, value]) => [JSON.stringify(key), JSON.stringify(value)]);
}

/** Puts a file together. */
export function putModelTogether({ metadata, tensors, data, space, padding, claim, sealed }: ModelParts): Uint8Array {
  const object = (members: readonly Member[]): string =>
    `{${space}${members.map(([key, value]) => `${key}${space}:${space}${value}`).join(`${space},${space}`)}${space}}`;
  const entries = tensors.map(([name, members]): Member => [name, object(members)]);
  const header = Buffer.from(object([['"__metadata__"', object(metadata)], ...entries]) + padding);
  const file = new Uint8Array(8 + header.length + data.length);
  new DataView(file.buffer).setBigUint64(0, claim ?? BigInt(header.length), true);
  file.set(header, 8);
  file.set(data, 8 + header.length);
  if (sealed) seal(file);
  return file;
}

/** Makes the digest right, if there is one to be found. */
export function seal(file: Uint8Array): void {
  try {
    const digest = readHeader(file).metadata.get('digest');
    if (digest === undefined || digest.offset + 8 > file.length) return;
    for (const [k, digit] of Buffer.from(digestAt(file, digest.offset)).entries()) file[digest.offset + k] = digit;
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
  }
}
