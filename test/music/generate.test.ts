import { describe, expect, it } from 'vitest';
import { generate, HarmoniumError, playedBy, type Song, songToRoll, trainModel, writeMidi } from '../../src/index.ts';
import { getBit } from '../../src/math/bits/bit-rows.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';
import { transposeRoll } from '../../src/roll/transpose-roll.ts';

/** Four bars of quarter-note chords, I IV V I in C. */
function chords(transpose: number): Song {
  const bars = [
    [48, 60, 64, 67],
    [53, 60, 65, 69],
    [55, 59, 62, 67],
    [48, 60, 64, 67],
  ];
  const notes = bars.flatMap((chord, bar) =>
    [0, 1, 2, 3].flatMap((beat) =>
      chord.map((pitch) => ({
        start: bar * 384 + beat * 96,
        length: 96,
        pitch: pitch + transpose,
        velocity: 80,
        channel: 0,
        track: 0,
      })),
    ),
  );
  return {
    format: 0,
    ppq: 96,
    tracks: 1,
    end: 4 * 384,
    notes,
    tempos: [],
    timeSignatures: [],
    programs: [],
    pedals: [],
  };
}

const ROLLS = [0, 2, 5].map((transpose) => songToRoll(chords(transpose)).roll);
const MODEL = trainModel(ROLLS, { hidden: 12, epochs: 20, seed: 'test' });

const bits = (options: Parameters<typeof generate>[1]): string[] =>
  [...generate(MODEL, { decode: 'sample', ...options })].map(({ roll }) => Array.from(roll.bits).join());

/** What the model plays, in the keys of its songs or in its own. */
function rolls(key: 'songs' | 'model'): PianoRoll[] {
  return [...generate(MODEL, { count: 40, key, decode: 'sample' })].map(({ roll }) => roll);
}

describe('generate', () => {
  it('gives the same music for the same seed and other music for another', () => {
    expect(bits({ count: 3, gibbs: 5, seed: 'a' })).toEqual(bits({ count: 3, gibbs: 5, seed: 'a' }));
    expect(bits({ count: 3, gibbs: 5, seed: 'a' })).not.toEqual(bits({ count: 3, gibbs: 5, seed: 'b' }));
  });

  it('gives chain i the same window however many others run', () => {
    const few = bits({ count: 3, gibbs: 5 });
    const many = bits({ count: 9, gibbs: 5 });
    expect(many.slice(0, 3)).toEqual(few);
    expect(new Set(many).size).toBeGreaterThan(1);
  });

  it('starts from a roll: with no step the window is the roll itself', () => {
    const [roll] = ROLLS;
    const [window] = [...generate(MODEL, { from: roll!, gibbs: 0 })];
    const words = MODEL.rbm.visible / 32;
    expect(Array.from(window!.roll.bits)).toEqual(Array.from(roll!.bits.subarray(0, words)));
  });

  it('moves music to C and its answer back', () => {
    const [inC, inF] = [ROLLS[0]!, ROLLS[2]!].map((from) => [...generate(MODEL, { from, gibbs: 20 })][0]!.roll);
    expect(Array.from(transposeRoll(inC!, 5).bits)).toEqual(Array.from(inF!.bits));
  });

  it('starts where the chains of the training came to', () => {
    const chains = MODEL.chains!;
    expect(chains.starts.length).toBe(100);
    const windows = [...generate(MODEL, { count: 101, from: 'chains', gibbs: 0, key: 'model' })];
    for (const chain of [0, 7, 99, 100]) {
      const window = windows[chain]!.roll;
      const kept = Array.from({ length: chains.columns }, (_, i) =>
        getBit(chains.bits, chains.starts[chain % 100]! + i),
      );
      expect(Array.from(kept, (_, i) => getBit(window.bits, i))).toEqual(kept);
    }
    expect(bits({ count: 3, gibbs: 50, from: 'chains' })).toEqual(bits({ count: 3 }));
    const { chains: _, ...without } = MODEL;
    expect(() => generate(without, { from: 'chains' })).toThrowError(expect.objectContaining({ option: 'from' }));
    expect([...generate(without)]).toEqual([...generate(without, { from: 'noise', gibbs: 200 })]);
  });

  it('plays in the keys of its songs, or on request in its own', () => {
    const songs = rolls('songs');
    // The songs are in C, D and F: what is played is what the model plays in C, moved there.
    const moves = rolls('model').map((roll, n) =>
      [0, 2, 5].find((up) => transposeRoll(roll, up).bits.join() === songs[n]!.bits.join()),
    );
    expect(new Set(moves)).toEqual(new Set([0, 2, 5]));
  });

  it('keeps to four voices where its songs always have four', () => {
    const heights = [...generate(MODEL, { count: 20, key: 'model' })].flatMap(({ roll }) =>
      Array.from({ length: roll.steps }, (_, step) => {
        let held = 0;
        for (let p = 0; p < 78; p++) held += getBit(roll.bits, step * 156 + p);
        return held;
      }),
    );
    expect(new Set(heights)).toEqual(new Set([4]));
    expect([...generate(MODEL, { count: 3 })]).toEqual([...generate(MODEL, { count: 3, decode: 'voices' })]);
    const { polyphony: _, ...training } = MODEL.training;
    expect(() => generate({ ...MODEL, training }, { decode: 'voices' })).toThrowError(
      expect.objectContaining({ option: 'decode' }),
    );
  });

  it('starts from zeros', () => {
    const [window] = [...generate(MODEL, { from: 'zeros', gibbs: 0 })];
    expect(window!.roll.bits.every((word) => word === 0)).toBe(true);
  });

  it('accepts its ranges', () => {
    const [window] = [...generate(MODEL, { gibbs: 50 })];
    const song = playedBy(MODEL, window!.roll, { tempo: 90, velocity: 99, program: 19 });
    expect(song.tempos).toEqual([{ tick: 0, microsecondsPerQuarter: 666667 }]);
    expect(song.programs).toMatchObject([{ program: 19 }]);
    expect(song.notes.length).toBeGreaterThan(0);
    expect(song.notes.every(({ velocity }) => velocity === 99)).toBe(true);
    expect(writeMidi(song).length).toBeGreaterThan(50);
  });

  it('is colder at low temperature: chains agree more', () => {
    const [cold, hot] = [0.05, 1.5].map((temperature) => new Set(bits({ count: 20, gibbs: 30, temperature })));
    expect(cold!.size).toBeLessThan(hot!.size);
  });

  it('refuses what it cannot do, and names it', () => {
    const roll = ROLLS[0]!;
    const cases: [Record<string, unknown>, string][] = [
      [{ count: 0 }, 'count'],
      [{ gibbs: -1 }, 'gibbs'],
      [{ temperature: 0 }, 'temperature'],
      [{ decode: 'foo' }, 'decode'],
      [{ key: 'foo' }, 'key'],
      [{ seed: 0.5 }, 'seed'],
      [{ from: 'foo' }, 'from'],
      [{ from: null }, 'from'],
      [{ from: 7 }, 'from'],
      [{ from: { ...roll, grid: 8 } }, 'from'],
      [{ from: { ...roll, steps: 0 } }, 'from.steps'],
      [{ from: { ...roll, bits: roll.bits.subarray(1) } }, 'from.bits'],
    ];
    for (const [options, option] of cases) {
      // At the call: nothing is asked of the generator.
      expect(() => generate(MODEL, options)).toThrowError(HarmoniumError);
      expect(() => generate(MODEL, options)).toThrowError(expect.objectContaining({ option }));
    }
  });

  it('refuses a model whose parts do not fit together', () => {
    for (const wrong of [
      { ...MODEL, steps: 15 },
      { ...MODEL, pitches: { low: 24, high: 100 } },
    ]) {
      expect(() => generate(wrong)).toThrowError(expect.objectContaining({ code: 'length', option: 'bv' }));
    }
  });

  it('takes what is undefined as not given', () => {
    const nothing = { count: undefined, seed: undefined, gibbs: undefined, from: undefined, temperature: undefined };
    expect([...generate(MODEL, { ...nothing, decode: undefined })]).toEqual([...generate(MODEL)]);
  });
});

describe('trainModel', () => {
  it('is the same for the same seed', () => {
    const again = trainModel(ROLLS, { hidden: 12, epochs: 20, seed: 'test' });
    expect(again).toEqual(MODEL);
    expect(trainModel(ROLLS, { hidden: 12, epochs: 20, seed: 'other' }).rbm.w).not.toEqual(MODEL.rbm.w);
  });

  it('says why there is nothing to learn', () => {
    expect(() =>
      trainModel(
        ROLLS.map((roll) => ({ ...roll, steps: 40 })),
        { preset: 'article' },
      ),
    ).toThrowError(expect.objectContaining({ code: 'no-windows' }));
  });

  it('tells every epoch', () => {
    const errors: number[] = [];
    trainModel(ROLLS, { hidden: 12, epochs: 30, batch: 4 }, (record) => errors.push(record.reconstructionError));
    expect(errors).toHaveLength(30);
    expect(errors.at(-1)!).toBeLessThan(errors[0]! / 2);
  });
});
