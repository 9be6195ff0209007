import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pitchHistogram,
  receptiveFields,
  rollFromView,
  rollView,
  statistics,
  weightStatistics,
  weightsView,
} from '../../src/ndarray/index.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';

/** Two steps of three pitches: first 60 and 62 held, 62 struck; then 62 held, 61 struck. */
const ROLL: PianoRoll = {
  bits: Uint32Array.of(0b101_001_001_010 << 20),
  steps: 2,
  grid: 4,
  pitches: { low: 60, high: 62 },
};

/** Weight [i, j] is 10·i + j. */
function machine(visible: number, hidden: number): Rbm {
  const w = Float32Array.from({ length: visible * hidden }, (_, k) => 10 * Math.floor(k / hidden) + (k % hidden));
  return { visible, hidden, w, bv: new Float32Array(visible), bh: new Float32Array(hidden) };
}

function refusal(code: string, option: string): unknown {
  return expect.objectContaining({ name: 'HarmoniumError', code, option });
}

describe('rollView', () => {
  it('holds each bit at [step, held or struck, pitch]', () => {
    const view = rollView(ROLL);
    expect(view.shape).toEqual([2, 2, 3]);
    expect([...view.data]).toEqual([1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0]);
    expect([view.get(0, 0, 2), view.get(1, 1, 1), view.get(1, 0, 0)]).toEqual([1, 1, 0]);
  });

  it('comes back as the same roll', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4294967295 }), { minLength: 5, maxLength: 5 }), (words) => {
        const roll = { bits: Uint32Array.from(words), steps: 16, grid: 3, pitches: { low: 40, high: 44 } };
        expect(rollFromView(rollView(roll), 3, 40)).toEqual(roll);
      }),
    );
  });

  it('can be cut and turned before it comes back', () => {
    const second = rollFromView(rollView(ROLL).lo(1), 4, 60);
    expect(second.steps).toBe(1);
    expect(second.bits[0]).toBe((0b001_010 << 26) >>> 0);
    const upsideDown = rollFromView(rollView(ROLL).step(1, 1, -1).hi(1), 4, 60);
    expect(upsideDown.bits[0]).toBe((0b101_100 << 26) >>> 0);
  });

  it('is refused where it is not a roll', () => {
    const view = rollView(ROLL);
    expect(() => rollFromView(view.pick(0), 4, 60)).toThrow(refusal('length', 'view.shape'));
    expect(() => rollFromView(view.transpose(2, 1, 0), 4, 60)).not.toThrow();
    expect(() => rollFromView(view.transpose(1, 2, 0), 4, 60)).toThrow(refusal('option-range', 'view.shape[1]'));
    expect(() => rollFromView(view, 0, 60)).toThrow(refusal('option-range', 'grid'));
    expect(() => rollFromView(view, 4, 128)).toThrow(refusal('option-range', 'low'));
    expect(() => rollFromView(view, 4, 126)).toThrow(refusal('option-range', 'view.shape[2]'));
    view.set(0, 0, 0, 2);
    expect(() => rollFromView(view, 4, 60)).toThrow(refusal('option-range', 'view'));
  });
});

describe('weights', () => {
  it('are seen, not copied', () => {
    const rbm = machine(4, 3);
    const view = weightsView(rbm);
    expect(view.shape).toEqual([4, 3]);
    expect(view.get(2, 1)).toBe(21);
    view.set(2, 1, -7);
    expect(rbm.w[7]).toBe(-7);
    expect(view.data).toBe(rbm.w);
  });

  it('are seen as a roll for each hidden unit', () => {
    // 2 steps × (3 held + 3 struck): unit [t, s, p] is 6t + 3s + p.
    const rbm = machine(12, 5);
    const model = { rbm, steps: 2, grid: 4, pitches: { low: 60, high: 62 }, tempo: 120, training: {} };
    const fields = receptiveFields(model);
    expect(fields.shape).toEqual([5, 2, 2, 3]);
    expect(fields.data).toBe(rbm.w);
    for (let j = 0; j < 5; j++) {
      for (let unit = 0; unit < 12; unit++) {
        const value = fields.get(j, Math.floor(unit / 6), Math.floor((unit % 6) / 3), unit % 3);
        expect(value).toBe(10 * unit + j);
      }
    }
    expect(statistics(fields.pick(4))).toMatchObject({ min: 4, max: 114, mean: 59 });
    expect(() => receptiveFields({ ...model, steps: 3 })).toThrow(expect.objectContaining({ code: 'length' }));
  });
});

describe('statistics', () => {
  it('are those worked out by hand', () => {
    const rbm = { ...machine(2, 3), w: Float32Array.of(-3, 1, 2, 0, 4, -1) };
    // Sum 3, mean ½; squares 9 + 1 + 4 + 0 + 16 + 1 = 31; variance 31/6 − 1/4 = 59/12.
    expect(weightStatistics(rbm)).toEqual({
      min: -3,
      max: 4,
      mean: 0.5,
      standardDeviation: expect.closeTo(Math.sqrt(59 / 12), 14),
      norm1: 11,
      norm2: Math.sqrt(31),
      normInfinity: 4,
    });
  });

  it('keep a small deviation from a large mean', () => {
    const w = Float32Array.from({ length: 1000 }, (_, k) => 16_000_000 + (k % 2));
    expect(weightStatistics({ ...machine(1, 1000), w })).toMatchObject({ mean: 16_000_000.5, standardDeviation: 0.5 });
  });

  it('leave the weights alone', () => {
    const rbm = machine(3, 3);
    weightStatistics(rbm);
    expect(rbm).toEqual(machine(3, 3));
  });
});

describe('pitchHistogram', () => {
  it('counts steps held and struck, for each pitch', () => {
    expect(pitchHistogram(ROLL)).toEqual({ held: Uint32Array.of(1, 0, 2), struck: Uint32Array.of(0, 1, 1) });
  });
});
