/**
 * Three epochs of the plain twin at full size on real songs, against figures recorded from an independent program.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { activeBits } from '../../src/math/bits/active-bits.ts';
import type { GroupedRows } from '../../src/math/bits/bit-rows.ts';
import { readTracks } from '../../src/midi/reading/read-tracks.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { articleRoll } from '../../src/roll/article-roll.ts';
import { articleWindows } from '../../src/roll/cut-windows.ts';
import { plainContrast, plainGradient } from '../reference/contrast.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { plainUpdate } from '../reference/update.ts';
import { shared } from '../shared.ts';
import { recordedUniforms, toWord } from './recorded-uniforms.ts';

interface Recorded {
  readonly uniformSeed: number;
  readonly nVisible: number;
  readonly nHidden: number;
  readonly lr: number;
  readonly batch: number;
  readonly epochs: number;
  readonly songs: readonly (readonly [name: string, windows: number])[];
  readonly W0probe: readonly number[];
  readonly checkpoints: readonly Checkpoint[];
  readonly probesW: readonly (readonly [visible: number, hidden: number, value: number])[];
}

/** The state after an epoch: sums and sums of squares. */
interface Checkpoint {
  readonly epoch: number;
  readonly updates: number;
  readonly uniformsUsed: number;
  readonly sumW: number;
  readonly sumW2: number;
  readonly sumBv: number;
  readonly sumBv2: number;
  readonly bh: readonly number[];
}

const corpus = shared('corpora/pop');
const record = shared('oracle/cd1_devpop.json');

/** Every weight is 0.01 plus nearly a standard normal: twelve uniforms less 6. */
function firstWeights(length: number): Float64Array {
  const next = mulberry32(20240101);
  return Float64Array.from({ length }, () => {
    let twelve = 0;
    for (let n = 0; n < 12; n++) twelve += next();
    return 0.01 + (twelve - 6);
  });
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, x) => total + x, 0);
}

function squares(numbers: Float64Array): number {
  return numbers.reduce((total, x) => total + x * x, 0);
}

/** Trains as the record says, all of each song's windows but the first, and tells the state after each epoch. */
function train(rbm: Rbm<Float64Array>, windows: GroupedRows, recorded: Recorded): Checkpoint[] {
  const { visible, hidden } = rbm;
  const next = mulberry32(recorded.uniformSeed);
  const gradient = plainGradient(rbm);
  const active = new Uint32Array(visible);
  const velocity = {
    w: new Float64Array(visible * hidden),
    bv: new Float64Array(visible),
    bh: new Float64Array(hidden),
  };
  const step = { rate: recorded.lr, momentum: 0, decay: 0 };
  let updates = 0;
  let uniformsUsed = 0;
  return Array.from({ length: recorded.epochs }, (_, epoch) => {
    for (let song = 0; song + 1 < windows.groups.length; song++) {
      for (let row = windows.groups[song] + 1; row < windows.groups[song + 1]; row += recorded.batch) {
        const batch = Math.min(recorded.batch, windows.groups[song + 1] - row);
        const words = Uint32Array.from({ length: batch * (visible + 3 * hidden) }, () => toWord(next()));
        const uniforms = recordedUniforms((place) => words[place], batch, visible, hidden);
        for (let example = 0; example < batch; example++) {
          const data = [...active.subarray(0, activeBits(active, windows, row + example))];
          plainContrast(gradient, rbm, data, 1, 'samples', uniforms, example);
        }
        plainUpdate(rbm, velocity, gradient, batch, step);
        updates++;
        uniformsUsed += words.length;
      }
    }
    return {
      epoch: epoch + 1,
      updates,
      uniformsUsed,
      sumW: sum(rbm.w),
      sumW2: squares(rbm.w),
      sumBv: sum(rbm.bv),
      sumBv2: squares(rbm.bv),
      bh: [...rbm.bh],
    };
  });
}

function sums({ sumW, sumW2, sumBv, sumBv2 }: Checkpoint): number[] {
  return [sumW, sumW2, sumBv, sumBv2];
}

/** The numbers in `found` that are further than a 10⁹th of themselves from those in `recorded`. */
function apart(found: readonly number[], recorded: readonly number[]): number[] {
  expect(found).toHaveLength(recorded.length);
  return found.filter((x, n) => !(Math.abs(x - recorded[n]) <= 1e-9 * Math.abs(recorded[n])));
}

it.skipIf(corpus === undefined || record === undefined)(
  'three epochs of 2340 × 50 end as recorded',
  () => {
    const folder = corpus ?? '';
    const recorded: Recorded = JSON.parse(readFileSync(record ?? '', 'utf8'));
    const files = readdirSync(folder).filter((name) => name.endsWith('.midi'));
    const names = files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const windows = articleWindows(names.map((name) => articleRoll(readTracks(readFileSync(join(folder, name)))).roll));
    const sizes = names.map((name, n) => [name, windows.groups[n + 1] - windows.groups[n]] as const);
    expect(sizes.filter(([, count]) => count > 0)).toEqual(recorded.songs);

    const { nVisible: visible, nHidden: hidden } = recorded;
    const w = firstWeights(visible * hidden);
    expect([...w.subarray(0, 3)]).toEqual(recorded.W0probe);
    const rbm = { visible, hidden, w, bv: new Float64Array(visible), bh: new Float64Array(hidden) };
    const states = train(rbm, windows, recorded);

    for (const [n, state] of states.entries()) {
      const expected = recorded.checkpoints[n];
      expect([state.updates, state.uniformsUsed]).toEqual([expected.updates, expected.uniformsUsed]);
      expect(apart(sums(state), sums(expected))).toEqual([]);
      expect(apart(state.bh, expected.bh)).toEqual([]);
    }
    const probes = recorded.probesW.map(([i, j]) => rbm.w[i * hidden + j]);
    expect(
      apart(
        probes,
        recorded.probesW.map(([, , value]) => value),
      ),
    ).toEqual([]);
  },
  120_000,
);
