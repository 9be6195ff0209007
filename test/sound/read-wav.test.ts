import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { atOnce } from '../../src/in-parts.ts';
import { monoSamples } from '../../src/sound/mono-samples.ts';
import { readWav, type WavData } from '../../src/sound/read-wav.ts';
import { writeMonoWav, writeWav } from '../../src/sound/wav.ts';
import { chunk, extensible, format, riff, u16, u32 } from './wav-bytes.ts';

const MONO16 = format(1, 1, 16_000, 16);

/** The samples of a file, mixed to one channel. */
function samplesOf(bytes: Uint8Array): number[] {
  return [...atOnce(monoSamples(readWav(bytes)))];
}

/** What comes of a file: its sound, or the code and the place of the error. */
function outcome(bytes: Uint8Array): { code: string; offset?: number | undefined; wav?: WavData; samples?: number[] } {
  try {
    return { code: 'read', wav: readWav(bytes), samples: samplesOf(bytes) };
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    return { code: error.code, offset: error.offset };
  }
}

describe('readWav', () => {
  it('reads what is written: stereo and mono', () => {
    const left = Float32Array.of(0, 0.5, -1, 0.25);
    const right = Float32Array.of(0, -0.5, -1, 0.75);
    const stereo = readWav(writeWav({ left, right }));
    expect(stereo).toMatchObject({ rate: 44100, channels: 2, bits: 16, floats: false, offset: 44 });
    const mixed = samplesOf(writeWav({ left, right }));
    for (const [n, value] of mixed.entries()) expect(value).toBeCloseTo((left[n]! + right[n]!) / 2, 4);
    expect(readWav(writeMonoWav(left, 22_050))).toMatchObject({ rate: 22_050, channels: 1, bits: 16 });
    expect(samplesOf(writeMonoWav(left, 22_050))[1]).toBeCloseTo(0.5, 4);
  });

  it.each([
    [8, 1, [128, 192, 0, 255], [0, 0.5, -1, 127 / 128]],
    [16, 1, [0, 0, 0, 64, 0, 128, 255, 127], [0, 0.5, -1, 32767 / 32768]],
    [24, 1, [0, 0, 0, 0, 0, 64, 0, 0, 128, 255, 255, 127], [0, 0.5, -1, 8388607 / 8388608]],
    [32, 1, [...u32(0), ...u32(0x40000000), ...u32(0x80000000)], [0, 0.5, -1]],
    [32, 3, [...new Uint8Array(Float32Array.of(0, 0.5, -1.5).buffer)], [0, 0.5, -1.5]],
    [64, 3, [...new Uint8Array(Float64Array.of(0, 0.5, -1.5).buffer)], [0, 0.5, -1.5]],
  ])('decodes %d bits of code %d, in the plain and the extensible form', (bits, code, data, samples) => {
    expect(samplesOf(riff(chunk('fmt ', format(code, 1, 8000, bits)), chunk('data', data)))).toEqual(
      samples.map(Math.fround),
    );
    const other = riff(chunk('fmt ', extensible(code, 1, 192_000, bits)), chunk('data', data));
    expect(samplesOf(other)).toEqual(samples.map(Math.fround));
  });

  it('averages any number of channels', () => {
    const data = [0, 64, 0, 32, 0, 0, 0, 128, 0, 128, 0, 128].flat();
    expect(samplesOf(riff(chunk('fmt ', format(1, 3, 48_000, 16)), chunk('data', data)))).toEqual([0.25, -1]);
  });

  it('passes over other chunks and their padding, and what comes after', () => {
    const before = riff(chunk('LIST', [1, 2, 3]), chunk('fmt ', MONO16), chunk('fact', []), chunk('data', [0, 64]));
    expect(samplesOf(before)).toEqual([0.5]);
    expect(readWav(before).offset).toBe(64);
    const odd = riff(chunk('fmt ', format(1, 1, 8000, 8)), chunk('data', [192]), chunk('LIST', [1, 2, 3]));
    expect(samplesOf(odd)).toEqual([0.5]);
    // Some programs leave out the last byte of padding.
    const unpadded = riff(chunk('fmt ', format(1, 1, 8000, 8)), chunk('data', [192]));
    expect(samplesOf(Uint8Array.from([...unpadded.subarray(0, 4), ...u32(37), ...unpadded.subarray(8, 45)]))).toEqual([
      0.5,
    ]);
    expect(samplesOf(Uint8Array.from([...before, 1, 2, 3]))).toEqual([0.5]);
  });

  it('takes an unknown length for all that is there, in whole frames', () => {
    const bytes = riff(chunk('fmt ', MONO16), chunk('data', [0, 64, 0], 0xffffffff));
    bytes.set(u32(0xffffffff), 4);
    expect(samplesOf(bytes.subarray(0, 47))).toEqual([0.5]);
  });

  it.each([
    ['an empty file', new Uint8Array(), 'wav-form', 0],
    ['another file', Uint8Array.from([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6]), 'wav-form', 0],
    ['no WAVE', Uint8Array.from([...riff().subarray(0, 8), 65, 86, 73, 32]), 'wav-form', 8],
    ['the bare words', riff(), 'wav-form', 12],
    ['no data', riff(chunk('fmt ', MONO16)), 'wav-form', 36],
    ['data first', riff(chunk('data', [0, 0]), chunk('fmt ', MONO16)), 'wav-form', 12],
    ['two formats', riff(chunk('fmt ', MONO16), chunk('fmt ', MONO16)), 'wav-form', 36],
    ['a short format', riff(chunk('fmt ', MONO16.slice(0, 14)), chunk('data', [])), 'wav-truncated', 20],
    ['a short extensible format', riff(chunk('fmt ', [...u16(0xfffe), ...MONO16.slice(2)])), 'wav-truncated', 20],
    ['a GUID of something else', riff(chunk('fmt ', extensible(1, 1, 8000, 16).fill(9, 30))), 'wav-format', 44],
    ['MP3', riff(chunk('fmt ', format(85, 2, 44_100, 16))), 'wav-format', 20],
    ['an unknown code', riff(chunk('fmt ', format(999, 2, 44_100, 16))), 'wav-format', 20],
    ['no channels', riff(chunk('fmt ', format(1, 0, 44_100, 16))), 'wav-format', 22],
    ['7,999 Hz', riff(chunk('fmt ', format(1, 1, 7999, 16))), 'wav-format', 24],
    ['192,001 Hz', riff(chunk('fmt ', format(1, 1, 192_001, 16))), 'wav-format', 24],
    ['12 bits', riff(chunk('fmt ', format(1, 2, 44_100, 12))), 'wav-format', 34],
    ['16-bit floats', riff(chunk('fmt ', format(3, 2, 44_100, 16))), 'wav-format', 34],
    ['frames of another size', riff(chunk('fmt ', [...MONO16.slice(0, 12), 4, 0, 16, 0])), 'wav-format', 32],
    ['half a sample', riff(chunk('fmt ', MONO16), chunk('data', [0, 0, 0])), 'wav-length', 40],
    ['a chunk beyond the end', riff(chunk('fmt ', MONO16), chunk('data', [0, 0], 4)), 'wav-truncated', 36],
    ['half a chunk head', riff(chunk('fmt ', MONO16), [100, 97, 116]), 'wav-truncated', 36],
    [
      'a NaN',
      riff(chunk('fmt ', format(3, 2, 8000, 32)), chunk('data', new Uint8Array(Float32Array.of(0, 1, 0, NaN).buffer))),
      'wav-sample',
      56,
    ],
    [
      'a double beyond float32',
      riff(chunk('fmt ', format(3, 1, 8000, 64)), chunk('data', new Uint8Array(Float64Array.of(0, 1e39).buffer))),
      'wav-sample',
      52,
    ],
  ] as const)('refuses %s', (_, bytes, code, offset) => {
    expect(outcome(bytes)).toEqual({ code, offset });
  });

  it('names the encoding', () => {
    expect(() => readWav(riff(chunk('fmt ', format(85, 2, 44_100, 16))))).toThrow(
      'encoding: expected PCM (1) or float (3), got MP3 (85) (at byte 20)',
    );
  });

  it('refuses a file cut anywhere', () => {
    const whole = riff(chunk('LIST', [1, 2, 3]), chunk('fmt ', MONO16), chunk('data', [0, 64, 0, 32]));
    for (let length = 0; length < whole.length; length++) {
      expect(outcome(whole.subarray(0, length)).code).toMatch(/^wav-(form|truncated)$/);
    }
  });

  it('reads or refuses any bytes, and reads no more than there are', () => {
    const seeds = [
      riff(chunk('LIST', [1, 2, 3]), chunk('fmt ', MONO16), chunk('data', [0, 64, 0, 32])),
      riff(chunk('fmt ', extensible(3, 2, 48_000, 32)), chunk('data', new Uint8Array(16))),
      riff(chunk('fmt ', format(1, 3, 8000, 24)), chunk('data', new Uint8Array(18))),
    ];
    const change = fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 254, 255)));
    const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 6 }), fc.nat(100));
    fc.assert(
      fc.property(mutated, ([seed, changes, cut]) => {
        const bytes = Uint8Array.from(cut < 20 ? seed.subarray(0, seed.length - cut) : seed);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const { code, offset, wav, samples } = outcome(bytes);
        expect(code).toMatch(/^(read|wav-.*)$/);
        const end = wav === undefined ? offset! : wav.offset + wav.data.length;
        expect(end >= 0 && end <= bytes.length).toBe(true);
        expect((samples?.length ?? 0) * (wav?.channels ?? 0) * (wav?.bits ?? 0)).toBe((wav?.data.length ?? 0) * 8);
        expect(samples?.every(Number.isFinite) ?? true).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });
});
