/**
 * Reading WAV files.
 *
 * @module
 */
import { HarmoniumError } from 'harmonium-rbm/error';
import { atOnce } from '#internal/in-parts';
import { monoSamples } from '#internal/sound/mono-samples';
import { readWav, type WavData } from '#internal/sound/read-wav';
import { chunk, extensible, format, riff } from '../sound/wav-bytes.ts';
import { type Dice, diceOf } from './dice.ts';
import { BYTE_MUTATIONS } from './midi-mutations.ts';
import { MESSAGE } from './model-target.ts';
import { type Case, Finding, type Target } from './target.ts';

/** A sound, or why there is none. */
export type WavResult = { readonly data: WavData; readonly samples: Float32Array } | HarmoniumError;

/** Cases made of small files of every kind. */
export function wavTarget(seed: string): Target<Case, WavResult> {
  const files = smallFiles();
  return { make: (index) => makeCase(diceOf(`wav ${seed}`, index), files), attempt, judge };
}

function smallFiles(): Uint8Array[] {
  const kinds: readonly (readonly [code: number, bits: number])[] = [
    [1, 8],
    [1, 16],
    [1, 24],
    [1, 32],
    [3, 32],
    [3, 64],
  ];
  return kinds.flatMap(([code, bits]) =>
    [1, 2, 3].flatMap((channels) => {
      const frame = (channels * bits) / 8;
      const content = Array.from({ length: 5 * frame }, (_, k) => (bits > 32 || code === 3 ? 0x3c : (37 * k) & 255));
      const other = chunk('LIST', [1, 2, 3]);
      return [
        riff(chunk('fmt ', format(code, channels, 44100, bits)), chunk('data', content)),
        riff(other, chunk('fmt ', extensible(code, channels, 8000, bits)), other, chunk('data', content), other),
      ];
    }),
  );
}

function makeCase(dice: Dice, files: readonly Uint8Array[]): Case {
  const how: string[] = [];
  let bytes = dice.pick(files);
  for (let n = dice.pick([0, 1, 1, 1, 2]); n > 0 && bytes.length > 0; n--) {
    const name = dice.pick(Object.keys(BYTE_MUTATIONS));
    how.push(name);
    bytes = BYTE_MUTATIONS[name]?.(bytes, dice, dice.pick(files)) ?? bytes;
  }
  if (dice.oneIn(3) && bytes.length > 44) {
    // A field of the headers: most bytes are samples, which may be anything.
    how.push('a byte of the head');
    bytes = bytes.slice();
    bytes[dice.below(44)] = dice.pick([0, 1, 2, 3, 16, 24, 127, 128, 254, 255]);
  }
  return { bytes, how };
}

function attempt({ bytes }: Case): WavResult {
  try {
    const data = readWav(bytes);
    return { data, samples: atOnce(monoSamples(data)) };
  } catch (error) {
    if (error instanceof HarmoniumError) return error;
    throw error;
  }
}

function judge({ bytes }: Case, result: WavResult): string {
  if (result instanceof HarmoniumError) {
    if (!/^wav-[a-z]+$/.test(result.code)) throw new Finding(`code ${result.code}`);
    if (!MESSAGE.test(result.message)) throw new Finding(`message ${JSON.stringify(result.message)}`);
    return result.code;
  }
  const { data, samples } = result;
  const frames = data.data.length / ((data.channels * data.bits) / 8);
  if (samples.length !== frames) throw new Finding(`${samples.length} samples of ${frames} frames`);
  if (data.offset + data.data.length > bytes.length) throw new Finding('samples beyond the file');
  if (data.rate < 8000 || data.rate > 192_000) throw new Finding(`rate ${data.rate}`);
  if (!samples.every(Number.isFinite)) throw new Finding('a sample that is not finite');
  return 'read';
}
