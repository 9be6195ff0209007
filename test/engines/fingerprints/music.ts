/**
 * The fingerprints of music from the default model: 32 windows, and a composition.
 *
 * @module
 */
import { encodeUtf8 } from '../../../src/math/text/utf8.ts';
import { writeMidi } from '../../../src/midi/writing/write-midi.ts';
import type { Model } from '../../../src/model/model.ts';
import { compose } from '../../../src/music/compose/compose.ts';
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

/**
 * `music`: the MIDI files of eight seeds, from silence and from noise, tame and wild. `composition`: that of hope and wonder, and what is
 * said of it.
 */
export function musicFingerprints(model: Model, kernels?: Kernels): Record<'music' | 'composition', string> {
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
  return { music: ofFiles(files), composition: ofFiles(compositionFiles(model, kernels)) };
}

/** The better of two short pieces. */
function compositionFiles(model: Model, kernels: Kernels | undefined): Uint8Array[] {
  const mood = { valence: 0.7, arousal: 0.3 };
  const options = { mood, count: 1, candidates: 2, bars: 2, gibbs: GIBBS_STEPS, seed: '希望', kernels };
  return compose(model, options).flatMap((piece) => {
    const { song, key, tempo, chords, candidate, fit } = piece;
    // Engines print fractions with more digits or fewer.
    const numbers = Float64Array.of(fit, piece.mood.valence, piece.mood.arousal);
    const said = encodeUtf8(JSON.stringify([key, tempo, chords, candidate]));
    return [writeMidi(song), said, new Uint8Array(numbers.buffer)];
  });
}
