/**
 * Fingerprints of learning: the weights after two hundred steps of CD-1 on the bundled corpus, by every way in which the
 * machine computes them.
 *
 * @module
 */
import { seedState } from '../../../src/math/random/seed-state.ts';
import { readMidi } from '../../../src/midi/reading/read-midi.ts';
import type { Kernels } from '../../../src/rbm/kernels/kernels.ts';
import { createRbm, fillWeights } from '../../../src/rbm/rbm.ts';
import { setDataBiases } from '../../../src/rbm/training/data-biases.ts';
import { createLearner } from '../../../src/rbm/training/learner.ts';
import type { HiddenStatistics } from '../../../src/rbm/training/phases.ts';
import type { UpdateOptions } from '../../../src/rbm/training/update.ts';
import { cutWindows } from '../../../src/roll/cut-windows.ts';
import type { PitchRange } from '../../../src/roll/piano-roll.ts';
import { songToRoll } from '../../../src/roll/song-to-roll.ts';
import { ofNumbers } from './digest.ts';

const UPDATES = 200;

/** Small, for slow interpreters; and not in whole words or groups of units, so that the kernels have remainders too. */
const HIDDEN = 9;
const STEPS = 9;
const PITCHES: PitchRange = { low: 48, high: 84 };

/** One way to learn. */
interface Way {
  readonly batch: number;
  readonly statistics: HiddenStatistics;
  readonly step: UpdateOptions;
  /** Bias of the first unit: it never fires. */
  readonly silent: number;
  /** Persistent chains, with the centred gradient. */
  readonly chains?: number;
}

/** No packed sum can hold this bias, so every sum is a plain one. The unit fires no less than at −24: never. */
const TOO_LARGE_TO_PACK = -5000;

const BY_ALL: UpdateOptions = { rate: 0.02, momentum: 0.5, decay: 0.0002 };
const BY_COUNTS: UpdateOptions = { rate: 0.02, momentum: 0, decay: 0 };

const WAYS: Readonly<Record<'packed' | 'plain' | 'small' | 'probabilities' | 'chains', Way>> = {
  packed: { batch: 6, statistics: 'samples', step: BY_ALL, silent: -24 },
  // The same decisions, so the same weights.
  plain: { batch: 6, statistics: 'samples', step: BY_ALL, silent: TOO_LARGE_TO_PACK },
  // Few examples, and only weights that these change are touched.
  small: { batch: 2, statistics: 'samples', step: BY_COUNTS, silent: -24 },
  probabilities: { batch: 3, statistics: 'probabilities', step: BY_COUNTS, silent: -24 },
  // As the default preset learns.
  chains: { batch: 3, statistics: 'probabilities', step: BY_ALL, silent: -24, chains: 4 },
};

/** `packed`, `plain`, `small`, `probabilities`, `chains`, each from the bytes of the corpus's files. `kernels`: plain ones by default. */
export function weightFingerprints(files: readonly Uint8Array[], kernels?: Kernels): Record<string, string> {
  const rolls = files.map((bytes) => songToRoll(readMidi(bytes), { pitches: PITCHES }).roll);
  const rows = cutWindows(rolls, { steps: STEPS, stride: 4 });
  const learn = ({ batch, statistics, step, silent, chains = 0 }: Way): string => {
    const seed = seedState('two hundred steps');
    const rbm = createRbm(rows.columns, HIDDEN);
    fillWeights(rbm, seed, 0, 0.05);
    setDataBiases(rbm, rows);
    rbm.bv[0] = silent;
    const centredOn = chains > 0 ? rows : undefined;
    const learner = createLearner(rbm, seed, batch, statistics, chains, centredOn, false, kernels);
    // Rows far from each other: neighbours share most of their notes.
    const order = Uint32Array.from({ length: UPDATES * batch }, (_, n) => (n * 89) % rows.starts.length);
    for (let update = 0; update < UPDATES; update++) {
      const from = update * batch;
      learner.learn(rows, order, from, from + batch, { cd: 1, epoch: 0 }, step);
    }
    // All but the bias that makes the way.
    return ofNumbers(learner.rbm.w, learner.rbm.bv.subarray(1), learner.rbm.bh);
  };
  return {
    packed: learn(WAYS.packed),
    plain: learn(WAYS.plain),
    small: learn(WAYS.small),
    probabilities: learn(WAYS.probabilities),
    chains: learn(WAYS.chains),
  };
}
