/**
 * Tensors and strings to the bytes of a safetensors file.
 *
 * @module
 */
import { checkFinite, checkLength } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { littleEndian } from '../math/bits/float-bits.ts';
import { encodeUtf8 } from '../math/text/utf8.ts';
import { sealDigest } from './digest.ts';
import { HEADER_LIMIT } from './header.ts';
import type { Dtype, Tensor } from './tensor-data.ts';

/** A tensor and its type, that of the array or the one whose bits the array holds: those of F16 are a Uint16Array. */
export interface TypedTensor extends Tensor<Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array> {
  readonly dtype: Dtype;
}

/**
 * Writes a safetensors file: `metadata` and then `tensors`, both in the order given, so equal input gives equal bytes. A
 * `digest` in `metadata` must be {@link BLANK_DIGEST}; it is filled in.
 *
 * The header is padded with spaces to a multiple of eight bytes: a reader that maps the file into memory finds the
 * numbers aligned. A lone surrogate in a name or a string becomes U+FFFD: UTF-8 cannot encode it.
 *
 * @throws {HarmoniumError} `model-header` if it comes to more than 64 KiB, `model-weights` for NaN or infinity,
 * `length` if data and shape disagree
 */
export function writeTensors(tensors: readonly TypedTensor[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const strings = [...metadata].map(([key, text]) => `${quote(key)}:${quote(text)}`);
  const entries = [`"__metadata__":{${strings.join(',')}}`];
  let end = 0;
  for (const { name, dtype, shape, data } of tensors) {
    checkLength(
      name,
      data,
      shape.reduce((product, size) => product * size, 1),
    );
    checkFinite(name, data);
    const begin = end;
    end += data.byteLength;
    entries.push(`${quote(name)}:{"dtype":"${dtype}","shape":[${shape.join(',')}],"data_offsets":[${begin},${end}]}`);
  }
  const text = `{${entries.join(',')}}`;
  const header = encodeUtf8(text);
  const length = Math.ceil(header.length / 8) * 8;
  if (length > HEADER_LIMIT) {
    throw new HarmoniumError('model-header', 'the header is too long', {
      expected: `at most ${HEADER_LIMIT} bytes`,
      got: `${length} bytes`,
    });
  }
  let at = 8 + length;
  const bytes = new Uint8Array(at + end).fill(0x20, 8, at);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.set(header, 8);
  for (const { data } of tensors) {
    bytes.set(littleEndian(data), at);
    at += data.byteLength;
  }
  // What comes before the digest in a header of ours is ASCII, so a character is a byte.
  if (metadata.has('digest')) sealDigest(bytes, 8 + text.indexOf(DIGEST_KEY) + DIGEST_KEY.length);
  return bytes;
}

const DIGEST_KEY = '"digest":"';

/**
 * A JSON string. Only what must be escaped is escaped, in JSON's shortest form: so a text has one form, and any header that fits
 * when it is read fits when it is written again.
 */
function quote(text: string): string {
  // All but quotes, backslashes and control characters stand for themselves.
  return `"${text.replace(/[^ !#-[\]-\uffff]/g, (character) => JSON.stringify(character).slice(1, -1))}"`;
}
