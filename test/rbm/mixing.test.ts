import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { autocorrelationTime, burnIn, energyTraces } from '../../src/rbm/diagnostics/mixing.ts';
import { freeEnergy } from '../../src/rbm/kernels/free-energy.ts';
import { createClamp } from '../../src/rbm/sampling/clamp.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine } from '../reference/toy.ts';

/** Traces x' = mean + keep · (x − mean) + noise, whose autocorrelation at a lag is keep^lag. */
function autoregressive(count: number, steps: number, keep: number, start: number, apart = 0): Float64Array[] {
  const next = mulberry32(count + steps);
  return Array.from({ length: count }, (_, n) => {
    const mean = apart * (n % 2);
    const trace = new Float64Array(steps + 1);
    trace[0] = start;
    for (let t = 1; t <= steps; t++) trace[t] = mean + keep * (trace[t - 1]! - mean) + (next() + next() - 1);
    return trace;
  });
}

describe('the autocorrelation time', () => {
  it.each([0, 0.5, 0.9])('of a process that keeps %d of itself is known', (keep) => {
    const exact = (1 + keep) / (1 - keep);
    const measured = autocorrelationTime(autoregressive(40, 4000, keep, 0));
    expect(measured / exact).toBeGreaterThan(0.87);
    expect(measured / exact).toBeLessThan(1.13);
  });

  it('is long where chains stay apart, and 1 where nothing moves', () => {
    expect(autocorrelationTime(autoregressive(40, 1000, 0.5, 0, 50))).toBeGreaterThan(300);
    expect(autocorrelationTime([new Float64Array(20), new Float64Array(20)])).toBe(1);
  });
});

describe('settling', () => {
  it('takes the longer, the more a process keeps of its start', () => {
    const [none, some, much] = [0, 0.8, 0.95].map((keep) => burnIn(autoregressive(40, 800, keep, 100)));
    expect(none).toBe(1);
    expect(some).toBeGreaterThan(12);
    expect(some).toBeLessThan(50);
    expect(much).toBeGreaterThan(2 * some!);
    expect(much).toBeLessThan(200);
  });

  it('is at once for a start like any other state, and never where a trend goes on', () => {
    expect(burnIn(autoregressive(40, 800, 0.9, 0))).toBe(1);
    const rising = Array.from({ length: 10 }, (_, n) => Float64Array.from({ length: 101 }, (_u, t) => t + 0.01 * n));
    expect(burnIn(rising)).toBe(Infinity);
  });

  it('refuses too little to tell', () => {
    expect(() => burnIn([new Float64Array(100)])).toThrow(expect.objectContaining({ option: 'traces' }));
    expect(() => burnIn([new Float64Array(8), new Float64Array(8)])).toThrow(/^traces: expected/);
    expect(() => autocorrelationTime([new Float64Array(30), new Float64Array(20)])).toThrow(/^traces: expected/);
  });
});

describe('traces of chains', () => {
  const rbm = toyMachine(12, 5, 2, 1);
  const sampler = createSampler(rbm);
  const clamp = createClamp(
    Uint8Array.from({ length: 12 }, (_, n) => Number(n < 3)),
    Uint32Array.of(1),
  );
  const traces = energyTraces(sampler, clamp, seedState('traces'), 30, 200);

  it('are free energies of states that obey the clamp', () => {
    expect(traces).toHaveLength(30);
    const room = new Float64Array(5);
    const energies = new Set<number>();
    for (let state = 0; state < 512; state++) {
      const active = [1, ...Array.from({ length: 9 }, (_, n) => n + 3).filter((_unit, n) => (state >> n) & 1)];
      energies.add(freeEnergy(rbm, Uint32Array.from(active), active.length, room));
    }
    for (const trace of traces) for (const energy of trace) expect(energies.has(energy)).toBe(true);
  });

  it('settle soon in a small machine', () => {
    expect(burnIn(traces)).toBeLessThan(20);
    expect(autocorrelationTime(traces)).toBeLessThan(5);
  });
});
