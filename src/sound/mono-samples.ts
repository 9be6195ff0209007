/**
 * The samples of a WAV file, decoded and mixed to one channel.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import type { InParts } from '../in-parts.ts';
import type { WavData } from './read-wav.ts';

/** Samples between two yields: about 10 ms of work. */
const PART = 1 << 20;

/**
 * Decodes a file's samples and averages the channels of each frame. Full scale is −1 to 1; floats beyond it are kept.
 *
 * @throws {HarmoniumError} `wav-sample` for a float that is not finite in float32, with its byte offset
 */
export function* monoSamples({ channels, bits, floats, data, offset }: WavData): InParts<Float32Array> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const bytes = bits / 8;
  const frames = data.length / (channels * bytes);
  const decode = DECODERS[floats ? `float${bits}` : `int${bits}`] as Decoder;
  const out = new Float32Array(frames);
  let sincePause = 0;
  for (let n = 0, at = 0; n < frames; n++) {
    let sum = 0;
    for (let c = 0; c < channels; c++, at += bytes) sum += decode(view, at);
    const mean = Math.fround(sum / channels);
    if (mean - mean !== 0) throw notFinite(decode, view, at - channels * bytes, bytes, offset);
    out[n] = mean;
    sincePause += channels;
    if (sincePause < PART) continue;
    sincePause = 0;
    yield n / frames;
  }
  return out;
}

/** A sample at a byte. */
type Decoder = (view: DataView, at: number) => number;

/** By kind and bits. 8-bit samples are unsigned, the others are not. */
const DECODERS: Readonly<Record<string, Decoder>> = {
  int8: (view, at) => (view.getUint8(at) - 128) / 128,
  int16: (view, at) => view.getInt16(at, true) / 32768,
  int24: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65536) / 8388608,
  int32: (view, at) => view.getInt32(at, true) / 2147483648,
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

/** The error for the first sample of a frame that is not finite, or the frame's first if only their sum is not. */
function notFinite(decode: Decoder, view: DataView, at: number, bytes: number, offset: number): HarmoniumError {
  let place = at;
  // Doubles beyond the range of float32 are none either.
  while (place + bytes < view.byteLength && Number.isFinite(Math.fround(decode(view, place)))) place += bytes;
  const details = { expected: 'a finite number', got: String(decode(view, place)), offset: offset + place };
  return new HarmoniumError('wav-sample', 'a sample', details);
}
