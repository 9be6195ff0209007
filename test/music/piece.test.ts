import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PianoRoll, rollStatistics, sliceRoll } from '../../src/index.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { phrasesOf, variedBeats } from '../../src/music/inpaint/form.ts';
import { type PieceOptions, piece } from '../../src/music/inpaint/piece.ts';
import { inKey, parseKey } from '../../src/music/theory/key-name.ts';
import { parseMeter, stepsPerBar } from '../../src/music/theory/meter.ts';
import { playedBy } from '../../src/music/windows/play.ts';
import { rollNotes } from '../../src/roll/roll-notes.ts';
import { cellsOf } from '../roll/plain-rolls.ts';
import { MODEL } from './fixture.ts';

const quick = (options: PieceOptions): PianoRoll => piece(MODEL, { gibbs: 6, ...options });
const wordsOf = ({ bits }: PianoRoll): number[] => Array.from(bits);

/** Phrase n of four bars of 4/4. */
function phraseOf(roll: PianoRoll, n: number): string {
  return wordsOf(sliceRoll(roll, n * 64, n * 64 + 64)).join();
}

describe('a piece', () => {
  it('has the bars it is asked for, in every meter', () => {
    for (const [meter, bar] of [
      ['2/4', 8],
      ['3/4', 12],
      ['4/4', 16],
      ['6/8', 12],
      ['5/8', 10],
    ] as const) {
      const roll = quick({ bars: 5, meter });
      expect(roll.steps).toBe(5 * bar);
      expect(playedBy(MODEL, roll, { meter }).timeSignatures).toEqual([{ tick: 0, ...parseMeter(meter) }]);
    }
  });

  it('is the same for the same seed and index, and another for others', () => {
    const again = [{}, {}, { seed: 2 }, { index: 1 }].map((other) => wordsOf(quick({ bars: 3, seed: 1, ...other })));
    expect(again[1]).toEqual(again[0]);
    expect(new Set(again.map((bits) => bits.join())).size).toBe(3);
  });

  it('begins like a longer one', () => {
    for (const form of [undefined, 'AAB']) {
      const [short, long] = [9, 14].map((bars) => quick({ bars, form }));
      expect(wordsOf(sliceRoll(long!, 0, short!.steps))).toEqual(wordsOf(short!));
    }
  });

  it('lasts: 64 bars without a silent one or a drone, chords at the end as at the beginning', () => {
    // In eight bars of one piece the share varies by a fifth, so that twelve pieces tell it to a twentieth.
    const share = { first: 0, last: 0 };
    for (let index = 0; index < 12; index++) {
      const roll = piece(MODEL, { bars: 64, seed: 'long', index });
      for (let bar = 0; bar < 64; bar++) {
        expect(rollStatistics([sliceRoll(roll, bar * 16, bar * 16 + 16)]).soundingSteps).toBeGreaterThan(0);
      }
      expect(Math.max(...rollNotes(roll).map(({ length }) => length))).toBeLessThanOrEqual(32);
      share.first += rollStatistics([sliceRoll(roll, 0, 128)]).chordShare;
      share.last += rollStatistics([sliceRoll(roll, 56 * 16, 64 * 16)]).chordShare;
    }
    expect(share.last / share.first).toBeGreaterThan(0.9);
    // From noise it is .70 to .76.
    expect(share.last / 12).toBeGreaterThan(0.78);
  }, 30_000);

  it('has notes that begin with a stroke, and none that is struck and not held', () => {
    const cells = cellsOf(quick({ bars: 12, seed: 'strokes' }));
    for (const [step, { held, struck }] of cells.entries()) {
      for (const pitch of struck) expect(held).toContain(pitch);
      const begun = held.filter((pitch) => cells[step - 1]?.held.includes(pitch) !== true);
      for (const pitch of begun) expect(struck).toContain(pitch);
    }
  });

  it('repeats phrases as the form says, varied as much as asked', () => {
    const same = quick({ bars: 16, form: 'AABA', vary: 0 });
    expect([1, 3].map((n) => phraseOf(same, n))).toEqual([phraseOf(same, 0), phraseOf(same, 0)]);
    expect(phraseOf(same, 2)).not.toBe(phraseOf(same, 0));
    const varied = quick({ bars: 16, form: 'AABA', vary: 0.25 });
    expect(phraseOf(varied, 0)).toBe(phraseOf(same, 0));
    const differs = (n: number): number[] =>
      Array.from({ length: 16 }, (_, beat) => beat).filter((beat) => {
        const at = (p: number): string =>
          JSON.stringify(cellsOf(sliceRoll(varied, p * 64 + beat * 4, p * 64 + beat * 4 + 4)).map(({ held }) => held));
        return at(n) !== at(0);
      });
    const freed = variedBeats(16, 0.25, seedState(1), 1);
    expect(freed).toHaveLength(4);
    for (const beat of differs(1)) expect(freed).toContain(beat);
  });

  it('is fuller or thinner as density says', () => {
    const [thin, plain, full] = [0.5, 1, 1.6].map(
      (density) => rollStatistics([quick({ bars: 12, density })]).notesPerStep,
    );
    expect(thin).toBeLessThan(0.8 * plain!);
    expect(full).toBeGreaterThan(1.2 * plain!);
  });

  it('is in the requested key, note for note', () => {
    const inC = quick({ bars: 4 });
    for (const [key, up] of [
      ['C', 0],
      ['Am', 0],
      ['G', -5],
      ['Em', -5],
      ['F#', -6],
      ['Bb', -2],
      ['Cm', 3],
    ] as const) {
      const moved = quick({ bars: 4, key });
      expect(rollNotes(moved)).toEqual(
        rollNotes(inC).map(({ pitch, start, length }) => ({ pitch: pitch + up, start, length })),
      );
    }
    const untold = { ...MODEL, training: {} };
    expect(inKey(untold, inC, undefined)).toBe(inC);
  });

  it('refuses what it cannot do, and names it', () => {
    const cases: [PieceOptions, string][] = [
      [{ bars: 0 }, 'bars'],
      [{ index: -1 }, 'index'],
      [{ meter: '4' }, 'meter'],
      [{ meter: '33/4' }, 'meter'],
      [{ meter: '3/32' }, 'meter'],
      [{ key: 'H' }, 'key'],
      [{ form: '' }, 'form'],
      [{ form: 'A1' }, 'form'],
      [{ form: 'AB', vary: 2 }, 'vary'],
      [{ gibbs: 0 }, 'gibbs'],
      [{ temperature: 0 }, 'temperature'],
      [{ temperature: 50.001 }, 'temperature'],
      [{ temperature: 83 }, 'temperature'],
      [{ density: 9 }, 'density'],
    ];
    for (const [options, option] of cases) {
      expect(() => quick({ bars: 1, ...options })).toThrow(expect.objectContaining({ code: 'option-range', option }));
    }
    expect(() => piece({ ...MODEL, steps: 15 })).toThrow(expect.objectContaining({ code: 'length' }));
    for (const temperature of [0.01, 50]) expect(quick({ bars: 1, temperature }).steps).toBe(16);
  });
});

describe('form', () => {
  it('starts over, and each letter is its first phrase', () => {
    expect(phrasesOf('AABA', 9)).toEqual([0, 0, 2, 0, 0, 0, 2, 0, 0]);
    expect(phrasesOf('aA', 3)).toEqual([0, 1, 0]);
  });

  it('chooses the beats that vary at random, others each time', () => {
    fc.assert(
      fc.property(fc.nat({ max: 64 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (beats, vary, phrase) => {
        const drawn = variedBeats(beats, vary, seedState('form'), phrase);
        expect(drawn).toHaveLength(Math.round(vary * beats));
        expect(new Set(drawn).size).toBe(drawn.length);
        for (const beat of drawn) expect(beat).toBeLessThan(beats);
        expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
      }),
    );
    const times = Array.from({ length: 200 }, (_, phrase) => variedBeats(16, 0.5, seedState('form'), phrase));
    for (let beat = 0; beat < 16; beat++) {
      const count = times.filter((drawn) => drawn.includes(beat)).length;
      expect(Math.abs(count - 100)).toBeLessThan(40);
    }
  });
});

describe('words', () => {
  it('for keys', () => {
    const keys = { C: 0, 'C#': 1, Db: 1, 'D♭ major': 1, Bm: 2, Cm: 3, 'c#m': 4, 'A minor': 0, Fmaj: 5, GM: 7, B: 11 };
    for (const [text, tonic] of Object.entries(keys)) expect(parseKey(text)).toBe(tonic);
    for (const text of ['', 'H', 'Cmm', 'C##', 'major', 'C dorian', '5'])
      expect(() => parseKey(text)).toThrow(expect.objectContaining({ option: 'key' }));
  });

  it('for meters', () => {
    expect(stepsPerBar(parseMeter('6/8'), 4)).toBe(12);
    expect(stepsPerBar(parseMeter('2/2'), 1)).toBe(4);
    expect(() => stepsPerBar(parseMeter('3/8'), 1)).toThrow(expect.objectContaining({ option: 'meter' }));
  });
});
