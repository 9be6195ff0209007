/**
 * Models with mood units: training, clamping, p(mood | music), composing.
 */
import { describe, expect, it } from 'vitest';
import { getBit } from '../../src/math/bits/bit-rows.ts';
import { readModel } from '../../src/model/read-model.ts';
import { withMood } from '../../src/model/with-mood.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { moodUnitsOn } from '../../src/mood/mood-code.ts';
import { moodOfSong } from '../../src/mood/song/mood-of-song.ts';
import { compose } from '../../src/music/compose/compose.ts';
import { piece } from '../../src/music/inpaint/piece.ts';
import { moodLabelling } from '../../src/music/mood/label-windows.ts';
import { moodProbabilities } from '../../src/music/mood/mood-probabilities.ts';
import { chordChart, chordsOfBars, keyName } from '../../src/music/theory/chords.ts';
import { trainModel } from '../../src/music/training/train-model.ts';
import { generate } from '../../src/music/windows/generate.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';
import { rollToSong } from '../../src/roll/roll-to-song.ts';
import { denseFreeEnergy } from '../reference/free-energy.ts';
import { type Cells, rollOf } from '../roll/plain-rolls.ts';

const PITCHES = { low: 48, high: 79 };

/** A chord held over some steps, struck every `every` steps. */
function chord(pitches: number[], steps: number, every: number): PianoRoll {
  const cells: Cells = Array.from({ length: steps }, (_, step) => ({
    held: pitches,
    struck: step % every === 0 ? pitches : [],
  }));
  return rollOf(cells, 4, PITCHES);
}

const ROLLS = [
  chord([48, 60, 64, 67], 64, 1),
  chord([48, 60, 64, 67], 64, 16),
  chord([57, 60, 64, 69], 64, 1),
  chord([57, 60, 64, 69], 64, 16),
];
const MODEL = trainModel(ROLLS, {
  hidden: 8,
  epochs: 30,
  heldOut: 0,
  moods: moodLabelling([], { units: 8, levels: 2 }),
});
const HAPPY = { valence: 0.9, arousal: 0.9 };
const SAD = { valence: -0.9, arousal: -0.9 };

describe('mood units', () => {
  it('are recorded in the file, and read back', () => {
    const read = readModel(writeModel(MODEL));
    expect(read.training).toEqual(MODEL.training);
    expect(read.rbm.visible).toBe(16 * 2 * 32 + 16);
    expect(MODEL.training.moodCounts?.reduce((sum, count) => sum + count, 0)).toBe(MODEL.training.learntWindows);
  });

  it('clamped, give the machine of p(window | mood)', () => {
    const conditioned = withMood(MODEL, HAPPY);
    const { rbm } = conditioned;
    const code = {
      units: 8,
      valence: MODEL.training.valenceThresholds ?? [],
      arousal: MODEL.training.arousalThresholds ?? [],
    };
    const on = new Set(moodUnitsOn(code, [code.valence.length, code.arousal.length]));
    const windows = ROLLS.map((roll) => Array.from({ length: rbm.visible }, (_, i) => getBit(roll.bits, i)));
    // The joint free energy less that of the conditioned machine is the same for all windows.
    const shifts = windows.map((window) => {
      const joint = [...window, ...Array.from({ length: 16 }, (_, u) => (on.has(u) ? 1 : 0))];
      return denseFreeEnergy(MODEL.rbm, joint) - denseFreeEnergy(rbm, window);
    });
    for (const shift of shifts) expect(shift).toBeCloseTo(shifts[0] ?? 0, 3);
  });

  it('have exact probabilities given the music', () => {
    const [roll] = ROLLS as [PianoRoll];
    const found = moodProbabilities(MODEL, roll);
    expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    const { valenceThresholds: valence = [], arousalThresholds: arousal = [] } = MODEL.training;
    const cells = 16 * 2 * 32;
    const energies: number[] = [];
    for (let v = 0; v <= valence.length; v++) {
      for (let a = 0; a <= arousal.length; a++) {
        const on = new Set(moodUnitsOn({ units: 8, valence, arousal }, [v, a]));
        // All windows of this roll are alike.
        const window = Array.from({ length: cells + 16 }, (_, i) =>
          i < cells ? getBit(roll.bits, i) : on.has(i - cells) ? 1 : 0,
        );
        energies.push(denseFreeEnergy(MODEL.rbm, window));
      }
    }
    const least = Math.min(...energies);
    const weights = energies.map((energy) => Math.exp(least - energy));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [n, { probability }] of found.entries()) expect(probability).toBeCloseTo((weights[n] ?? 0) / total, 9);
  });

  it('steer the music', () => {
    const heard = (mood: typeof HAPPY): number => moodOfSong(rollToSong(piece(MODEL, { bars: 2, mood })))?.arousal ?? 0;
    expect(heard(HAPPY)).toBeGreaterThan(heard(SAD));
  });

  it('are drawn when no mood is asked for, so that windows differ', () => {
    const windows = [...generate(MODEL, { count: 8, key: 'model' })].map(({ roll }) => roll.bits.join());
    expect(new Set(windows).size).toBeGreaterThan(1);
    expect([...generate(MODEL, { count: 8, key: 'model' })].map(({ roll }) => roll.bits.join())).toEqual(windows);
  });

  it('are missed where there are none', () => {
    const plain = trainModel(ROLLS, { hidden: 2, epochs: 1 });
    for (const work of [
      () => withMood(plain, HAPPY),
      () => piece(plain, { bars: 2, mood: SAD }),
      () => generate(plain, { mood: SAD }),
    ]) {
      expect(work).toThrow(expect.objectContaining({ code: 'no-moods' }));
    }
  });

  it('follow labels where songs have some', () => {
    const labels = [HAPPY, HAPPY, SAD, SAD];
    const { training } = trainModel(ROLLS, { hidden: 2, epochs: 1, heldOut: 0, moods: moodLabelling(labels) });
    expect(training.valenceThresholds).toEqual([0]);
    expect(training.arousalThresholds).toEqual([0]);
    expect(training.moodCounts).toEqual([26, 0, 0, 26]);
  });
});

describe('compose', () => {
  it('gives the best candidates, best first, the same each time', () => {
    const options = { mood: HAPPY, count: 2, candidates: 6, bars: 2 };
    const found = compose(MODEL, options);
    expect(found).toHaveLength(2);
    expect(new Set(found.map(({ candidate }) => candidate)).size).toBe(2);
    for (const { chords, fit, tempo } of found) {
      expect(chords).toHaveLength(2);
      expect(fit).toBeGreaterThan(0.5);
      expect(tempo).toBeGreaterThan(150);
    }
    expect(compose(MODEL, options)).toEqual(found);
  });

  it('leaves expression out', () => {
    const [only] = compose(MODEL, { mood: SAD, count: 1, candidates: 1, bars: 2, expression: 'none' });
    expect(only?.tempo).toBe(120);
    expect(new Set(only?.song.notes.map(({ velocity }) => velocity))).toEqual(new Set([64]));
  });
});

describe('chords', () => {
  it.each([
    [[48, 60, 64, 67], 'C'],
    [[57, 60, 64, 69], 'Am'],
    [[50, 57, 60, 66], 'D7'],
    [[59, 62, 65], 'Bdim'],
  ])('%o is %s', (pitches, name) => {
    expect(chordsOfBars(rollToSong(chord(pitches, 16, 4)), 1, { tonic: 0, minor: false })).toEqual([[name]]);
  });

  it('are charted, with a dash for silence', () => {
    expect(chordChart([['Am'], ['F', 'G'], []])).toBe('| Am | F G | – |');
    expect(keyName({ tonic: 10, minor: false })).toBe('Bb');
    expect(keyName({ tonic: 6, minor: true })).toBe('F#m');
  });
});
