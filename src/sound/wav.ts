/**
 * Sound files: RIFF WAVE, 16 bit; songs are stereo, speech is mono.
 *
 * @module
 */
import { checkLength } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { SAMPLE_RATE, type Sound } from './sound.ts';

const HEADER_BYTES = 44;
/** Bytes of a frame: a 16-bit sample of each channel. */
export const FRAME_BYTES = 4;
const FULL_SCALE = 32767;

/** Maximum samples in a WAV file, 6 hours and 45 minutes: its lengths are 32-bit numbers, 4 GiB at most. */
export const MOST_WAV_SAMPLES: number = Math.floor((0xffffffff - (HEADER_BYTES - 8)) / FRAME_BYTES);

/**
 * Encodes a sound as a WAV file: 16-bit PCM, little-endian, left before right, at 44.1 kHz.
 *
 * Samples are rounded to 16 bits and clipped at full scale, without dither: the rounding error is 98 dB below full scale, and the
 * same sound gives the same bytes.
 *
 * @throws {HarmoniumError} `length` unless both channels are equally long; `wav-too-long` for more than
 * 1,073,741,814
 */
export function writeWav(sound: Sound): Uint8Array {
  const { left, right } = sound;
  checkLength('right', right, left.length);
  const header = wavHeader(left.length);
  const bytes = new Uint8Array(HEADER_BYTES + left.length * FRAME_BYTES);
  bytes.set(header);
  writeFrames(bytes.subarray(HEADER_BYTES), sound);
  return bytes;
}

/** Encodes one channel as a WAV file: like {@link writeWav}, but mono and at any rate. */
export function writeMonoWav(samples: Float32Array, rate: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + samples.length * 2);
  bytes.set(wavHeader(samples.length, 1, rate));
  const view = new DataView(bytes.buffer, HEADER_BYTES);
  for (let n = 0; n < samples.length; n++) view.setInt16(n * 2, level(samples[n] ?? 0), true);
  return bytes;
}

/**
 * The 44 bytes before the samples.
 *
 * @throws {HarmoniumError} `wav-too-long` for more than {@link MOST_WAV_SAMPLES}
 */
export function wavHeader(samples: number, channels: 1 | 2 = 2, rate: number = SAMPLE_RATE): Uint8Array {
  if (samples > MOST_WAV_SAMPLES) {
    const details = { expected: `at most ${MOST_WAV_SAMPLES} samples (4 GiB)`, got: String(samples) };
    throw new HarmoniumError('wav-too-long', 'the sound is too long for a WAV file', details);
  }
  const frameBytes = 2 * channels;
  const dataBytes = samples * frameBytes;
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  writeWord(bytes, 0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  writeWord(bytes, 8, 'WAVE');
  writeWord(bytes, 12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, 16, true);
  writeWord(bytes, 36, 'data');
  view.setUint32(40, dataBytes, true);
  return bytes;
}

/** Encodes a sound's samples to the start of `out`, {@link FRAME_BYTES} bytes each. */
export function writeFrames(out: Uint8Array, { left, right }: Sound): void {
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  for (let n = 0; n < left.length; n++) {
    view.setInt16(n * FRAME_BYTES, level(left[n] ?? 0), true);
    view.setInt16(n * FRAME_BYTES + 2, level(right[n] ?? 0), true);
  }
}

function level(sample: number): number {
  return Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE);
}

function writeWord(bytes: Uint8Array, at: number, word: string): void {
  for (let n = 0; n < word.length; n++) bytes[at + n] = word.charCodeAt(n);
}
