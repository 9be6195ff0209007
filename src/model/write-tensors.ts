/**
 * Tensors and strings to the bytes of a safetensors file.
 *
 * @module
 */
import { checkLength } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { encodeUtf8 } from '../math/utf8.ts';
import { checkFinite } from './check-model.ts';
import { HEADER_LIMIT } from './header.ts';
import { BYTES, type Tensor } from './read-tensors.ts';

/** A tensor and the type to write it as; the data of F16 are its bits, see `math/half`. */
export interface TypedTensor extends Tensor<ArrayLike<number>> {
  readonly dtype: keyof typeof BYTES;
}

/**
 * Writes a safetensors file: `metadata` and then `tensors`, both in the order given, so equal input gives equal bytes.
 *
 * The header is padded with spaces to a multiple of eight bytes: a reader that maps the file into memory finds the
 * numbers aligned. Half a surrogate pair in a name or a string becomes U+FFFD: UTF-8 has no place for it.
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
    const begin = end;
    end += data.length * BYTES[dtype];
    entries.push(`${quote(name)}:{"dtype":"${dtype}","shape":[${shape.join(',')}],"data_offsets":[${begin},${end}]}`);
  }
  const header = encodeUtf8(`{${entries.join(',')}}`);
  const length = Math.ceil(header.length / 8) * 8;
  if (length > HEADER_LIMIT) {
    throw new HarmoniumError('model-header', 'the words about the model are too many', {
      expected: `at most ${HEADER_LIMIT} bytes`,
      got: `${length}`,
    });
  }
  const bytes = new Uint8Array(8 + length + end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length, true);
  bytes.set(header, 8);
  bytes.fill(0x20, 8 + header.length, 8 + length);
  let at = 8 + length;
  for (const { name, dtype, data } of tensors) {
    checkFinite(name, data);
    for (let k = 0; k < data.length; k++, at += BYTES[dtype]) {
      const value = data[k] ?? 0;
      if (dtype === 'F32') view.setFloat32(at, value, true);
      else if (dtype === 'F16') view.setUint16(at, value, true);
      else bytes[at] = value;
    }
  }
  return bytes;
}

/** As short as JSON has them: whatever header fits when it is read fits when it is written again. */
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['\b', 'b'],
  ['\f', 'f'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
]);

/** A JSON string: only what must be escaped is, so a text has one form. */
export function quote(text: string): string {
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const letter = SHORT_ESCAPES.get(character);
    if (letter !== undefined) out += `\\${letter}`;
    else if (code < 0x20) out += `\\u00${code < 16 ? '0' : ''}${code.toString(16)}`;
    else out += character;
  }
  return `${out}"`;
}
