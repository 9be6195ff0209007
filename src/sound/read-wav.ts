/**
 * Reading WAV files: RIFF WAVE with uncompressed samples.
 *
 * A file is chunks: four letters, a length, the content, and a byte of padding if the length is odd. The chunk `fmt ` says what
 * the samples are, `data` holds them; others are passed over. What comes after the samples is not read.
 *
 * @module
 * @see https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
 */
import { HarmoniumError } from '../error.ts';
import { shown } from '../math/text/shown.ts';

/** The sampling rates that are read. */
const RATES = { low: 8000, high: 192_000 };

/** Format codes of the chunk `fmt `. The code of the extensible form says that the real one comes later. */
const [INTEGERS, FLOATS, EXTENSIBLE] = [1, 3, 0xfffe] as const;
/** Codes that are often found and not read. */
const COMPRESSED: Readonly<Record<number, string>> = {
  2: 'ADPCM',
  6: 'A-law',
  7: 'mu-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  85: 'MP3',
  255: 'AAC',
};
/** Lengths of the chunk `fmt `: plain, with an empty extension, extensible. */
const FORMAT_BYTES = { plain: 16, extensible: 40 };
/** The last 14 bytes of the extensible form's GUID; the first two are the format code. */
const GUID_END = [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113];
/** The length that programs write which do not know it yet, such as FFmpeg into a pipe: up to the end of the file. */
const UNKNOWN_LENGTH = 0xffffffff;

/** The samples of a WAV file, still encoded. */
export interface WavData {
  /** Samples per second in each channel. */
  readonly rate: number;
  readonly channels: number;
  /** Bits of a sample: 8, 16, 24 or 32, of floats 32 or 64. */
  readonly bits: number;
  readonly floats: boolean;
  /** The samples, channel by channel in each frame, little-endian: whole frames. Shares the file's memory. */
  readonly data: Uint8Array;
  /** Where `data` starts in the file. */
  readonly offset: number;
}

/**
 * Reads the header of a WAV file and finds its samples.
 *
 * @throws {HarmoniumError} with the byte offset: `wav-form` (not RIFF WAVE, a chunk is missing), `wav-truncated`, `wav-format` (what
 * the samples are), `wav-length` (not a whole number of frames)
 */
export function readWav(bytes: Uint8Array): WavData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expectWord(bytes, 0, 'RIFF');
  expectWord(bytes, 8, 'WAVE');
  const end = endOf('RIFF', view, 0, bytes.length);
  let format: Omit<WavData, 'data' | 'offset'> | undefined;
  // Each chunk is at least 8 bytes long, so the loop ends.
  for (let at = 12; at < end; ) {
    if (end - at < 8) throw truncated('a chunk', `8 bytes`, end - at, at);
    const name = wordAt(bytes, at);
    const chunkEnd = endOf(name, view, at, end);
    if (name === 'fmt ') {
      if (format !== undefined) throw new HarmoniumError('wav-form', 'a second chunk "fmt "', { offset: at });
      format = readFormat(view, at + 8, chunkEnd - at - 8);
    }
    if (name === 'data') {
      if (format === undefined) throw new HarmoniumError('wav-form', 'no chunk "fmt " before "data"', { offset: at });
      const frame = (format.channels * format.bits) / 8;
      const whole = chunkEnd - ((chunkEnd - at - 8) % frame);
      // A file that a pipe ended may end within a frame.
      if (whole !== chunkEnd && view.getUint32(at + 4, true) !== UNKNOWN_LENGTH) {
        const details = { expected: `a multiple of ${frame} bytes`, got: String(chunkEnd - at - 8), offset: at + 4 };
        throw new HarmoniumError('wav-length', 'the samples', details);
      }
      return { ...format, data: bytes.subarray(at + 8, whole), offset: at + 8 };
    }
    at = chunkEnd + ((chunkEnd - at) % 2);
  }
  const missing = format === undefined ? '"fmt "' : '"data"';
  throw new HarmoniumError('wav-form', `no chunk ${missing}`, { offset: end });
}

/** Reads the content of the chunk `fmt `, `length` bytes from `at`. */
function readFormat(view: DataView, at: number, length: number): Omit<WavData, 'data' | 'offset'> {
  if (length < FORMAT_BYTES.plain) throw truncated('the chunk "fmt "', '16 bytes or more', length, at);
  const plainCode = view.getUint16(at, true);
  const code = plainCode === EXTENSIBLE ? extensibleCode(view, at, length) : plainCode;
  const floats = code === FLOATS;
  if (code !== INTEGERS && !floats) {
    throw wrongFormat('encoding', 'PCM (1) or float (3)', `${COMPRESSED[code] ?? 'code'} (${code})`, at);
  }
  const channels = view.getUint16(at + 2, true);
  if (channels === 0) throw wrongFormat('number of channels', '1 or more', '0', at + 2);
  const rate = view.getUint32(at + 4, true);
  if (rate < RATES.low || rate > RATES.high) {
    throw wrongFormat('sampling rate', `${RATES.low} to ${RATES.high} Hz`, String(rate), at + 4);
  }
  const bits = view.getUint16(at + 14, true);
  const allowed = floats ? [32, 64] : [8, 16, 24, 32];
  if (!allowed.includes(bits)) throw wrongFormat('bits of a sample', allowed.join(' or '), String(bits), at + 14);
  const frame = view.getUint16(at + 12, true);
  if (frame !== (channels * bits) / 8) {
    throw wrongFormat('bytes of a frame', String((channels * bits) / 8), String(frame), at + 12);
  }
  return { rate, channels, bits, floats };
}

/** The format code of the extensible form. */
function extensibleCode(view: DataView, at: number, length: number): number {
  if (length < FORMAT_BYTES.extensible) throw truncated('the extensible chunk "fmt "', '40 bytes or more', length, at);
  if (GUID_END.some((byte, k) => view.getUint8(at + 26 + k) !== byte)) {
    throw wrongFormat('encoding', 'PCM or float', 'a GUID of another kind', at + 24);
  }
  return view.getUint16(at + 24, true);
}

/** Where the content of the chunk at `at` ends, without padding. */
function endOf(name: string, view: DataView, at: number, limit: number): number {
  const length = view.getUint32(at + 4, true);
  if (length === UNKNOWN_LENGTH) return limit;
  if (at + 8 + length <= limit) return at + 8 + length;
  throw truncated(`the chunk ${shown(name)}`, `${length} bytes`, limit - at - 8, at);
}

function expectWord(bytes: Uint8Array, at: number, word: string): void {
  const found = wordAt(bytes, at);
  if (found === word) return;
  const got = found === '' ? 'the end of the file' : shown(found);
  throw new HarmoniumError('wav-form', 'not a WAV file', { expected: `"${word}"`, got, offset: at });
}

/** The four bytes at `at` as Latin-1, fewer at the end of the file. */
function wordAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function truncated(what: string, expected: string, got: number, offset: number): HarmoniumError {
  return new HarmoniumError('wav-truncated', `${what} is cut off`, { expected, got: String(got), offset });
}

function wrongFormat(what: string, expected: string, got: string, offset: number): HarmoniumError {
  return new HarmoniumError('wav-format', what, { expected, got, offset });
}
