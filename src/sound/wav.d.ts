import { type Sound } from './sound.ts';
/**
 * A sound as the bytes of a WAV file: 16-bit PCM, little-endian, left before right.
 *
 * Samples go to the nearest of the 65,536 levels, and those beyond full scale to full scale; there is no dither: the
 * rounding lies 98 dB below full scale, and the same sound makes the same bytes.
 *
 * @throws {HarmoniumError} `length` unless both channels are equally long
 */
export declare function writeWav({ left, right }: Sound): Uint8Array;
