/**
 * The fingerprint of music: 32 files from the default model.
 *
 * @module
 */
import { writeMidi } from '../../../src/midi/writing/write-midi.ts';
import type { Model } from '../../../src/model/model.ts';
import { generate } from '../../../src/music/windows/generate.ts';
import { playedBy } from '../../../src/music/windows/play.ts';
import type { Kernels } from '../../../src/rbm/kernels/kernels.ts';
import { ofFiles } from './digest.ts';

/** ASCII, Chinese, an emoji, nothing, very long, a number, accents made in two ways, and half an emoji. */
const SEEDS: readonly (string | number)[] = [
  'harmonium',
  '簧风琴',
  '🎵🎹',
  '',
  'la '.repeat(2000),
  -9007199254740991,
  '\u00e9e\u0301',
  '\ud83c',
];

/** Fewer than the model would take by itself: slow interpreters are to be done in half a minute. */
const GIBBS_STEPS = 5;

/** `music`: the MIDI files of eight seeds, from silence and from noise, tame and wild. */
export function musicFingerprint(model: Model, kernels?: Kernels): Record<'music', string> {
  const files: Uint8Array[] = [];
  for (const from of ['zeros', 'noise'] as const) {
    for (const temperature of [0.8, 1.25]) {
      for (const seed of SEEDS) {
        for (const { roll } of generate(model, { seed, from, temperature, gibbs: GIBBS_STEPS, kernels })) {
          files.push(writeMidi(playedBy(model, roll)));
        }
      }
    }
  }
  return { music: ofFiles(files) };
}
