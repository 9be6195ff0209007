import { describe, expect, it } from 'vitest';
import { activeBits } from '../../src/math/bits/active-bits.ts';
import { withMood } from '../../src/model/with-mood.ts';
import { chooseCells } from '../../src/music/inpaint/choose-cells.ts';
import { createMaskedRoll, setObserved } from '../../src/music/inpaint/masked-roll.ts';
import { createWindowSampler, startChain, windowClamp } from '../../src/music/inpaint/window-chain.ts';
import { freeEnergyOfUnits } from '../../src/rbm/kernels/free-energy.ts';
import { MODEL as WHOLE } from './fixture.ts';

/** Of one mood, so that a window has all of the units. */
const MODEL = withMood(WHOLE, { valence: 0, arousal: 0 });

const rows = MODEL.chains!;
const chainAt = (row: number): string => {
  const active = new Uint32Array(rows.columns);
  return active.subarray(0, activeBits(active, rows, row)).join();
};
const ALL = Array.from({ length: rows.starts.length }, (_, row) => chainAt(row));

const unitsOf = (units: string): number[] => units.split(',').map(Number);

const first = (units: string): number[] => unitsOf(units).filter((unit) => unit < rows.columns / 2);

/** Where the chain of a window starts whose first half is given. */
function startOf(seed: number, index: number, observed: string): string {
  const sampler = createWindowSampler(MODEL, { seed });
  const masked = createMaskedRoll(MODEL, MODEL.steps);
  for (const unit of unitsOf(observed)) masked.on[unit] = 1;
  setObserved(masked, 0, MODEL.steps / 2, 1);
  const { visible } = startChain(sampler, index, windowClamp(sampler, masked, 0));
  return visible.active.subarray(0, visible.count).join();
}

describe('a window of a piece', () => {
  it('starts where a chain of the training came to, by seed and index', () => {
    const starts = Array.from({ length: 20 }, (_, n) => startOf(n % 10, n < 10 ? 0 : 8, ALL[3]!));
    for (const start of starts) expect(ALL).toContain(start);
    expect(new Set(starts).size).toBeGreaterThan(3);
    expect(startOf(4, 0, ALL[3]!)).toBe(starts[4]);
  });

  it('starts from the one that is most probable together with the observed cells', () => {
    const chosen = new Set<number>();
    for (let other = 0; other < 40; other += 2) {
      const pair = [other, other + 1];
      const few = { ...MODEL, chains: { ...rows, starts: rows.starts.slice(other, other + 2) } };
      const sampler = createWindowSampler(few, {});
      const masked = createMaskedRoll(few, few.steps);
      for (const unit of first(ALL[50]!)) masked.on[unit] = 1;
      setObserved(masked, 0, few.steps / 2, 1);
      const { visible } = startChain(sampler, 0, windowClamp(sampler, masked, 0));
      const energies = pair.map((row) => {
        const second = unitsOf(ALL[row]!).filter((unit) => unit >= rows.columns / 2);
        const whole = Uint32Array.from([...first(ALL[50]!), ...second]);
        return freeEnergyOfUnits(MODEL.rbm, whole, whole.length, new Float64Array(MODEL.rbm.hidden));
      });
      const likeliest = energies[0]! < energies[1]! ? 0 : 1;
      expect(visible.active.subarray(0, visible.count).join()).toBe(ALL[pair[likeliest]!]);
      chosen.add(likeliest);
    }
    expect(chosen.size).toBe(2);
  });

  it('starts from noise in a model that keeps no chains', () => {
    const { chains: _, ...bare } = MODEL;
    const sampler = createWindowSampler(bare, {});
    const { visible } = startChain(sampler, 0, windowClamp(sampler, createMaskedRoll(bare, bare.steps), 0));
    expect(visible.count).toBeGreaterThan(0);
    expect(ALL).not.toContain(visible.active.subarray(0, visible.count).join());
  });

  it('has as many voices as the music, those observed among them', () => {
    const masked = createMaskedRoll(MODEL, 2);
    const pitches = masked.width / 2;
    // A melody at the first step; all above it is silent.
    masked.on[40] = 1;
    masked.observed.fill(1, 40, pitches);
    const probability = Float64Array.from({ length: 2 * masked.width }, (_, cell) => 0.02 + (cell % 7) / 100);
    chooseCells(masked, 0, 2, probability, 1, 32, [0, 0, 1, 5, 900]);
    const held = [0, 1].map((step) => masked.on.subarray(step * masked.width, step * masked.width + pitches));
    expect(held.map((cells) => cells.reduce((sum, on) => sum + on, 0))).toEqual([4, 4]);
    expect(held[0]![40]).toBe(1);
  });
});
