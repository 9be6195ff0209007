/**
 * A chain in a window of a sheet: what is given there is held.
 *
 * @module
 */
import { checkInteger, checkNumber } from '../../check.ts';
import { activeBits } from '../../math/bits/active-bits.ts';
import { PURPOSE, streamKey, uniform } from '../../math/random/random.ts';
import { seedState } from '../../math/random/seed-state.ts';
import type { Model } from '../../model/model.ts';
import { freeEnergyOfUnits } from '../../rbm/kernels/free-energy.ts';
import { type Clamp, createClamp, holdUnits } from '../../rbm/sampling/clamp.ts';
import { createChain, type GibbsChain, startFromNoise } from '../../rbm/sampling/gibbs-chain.ts';
import { createLadder, type Ladder } from '../../rbm/sampling/ladder.ts';
import type { Sampler } from '../../rbm/sampling/sampler.ts';
import { isSteadyPolyphony } from '../windows/polyphony.ts';
import type { Sheet } from './masked-roll.ts';

/** How the free cells are to be found. What is undefined is as stated. */
export interface DrawOptions {
  /** Any text or whole number; the same seed gives the same bytes. 1 unless given. */
  readonly seed?: string | number | undefined;
  /** Gibbs steps in each window, 1–100,000; 32 unless given, 96 to harmonise. */
  readonly gibbs?: number | undefined;
  /** 1 is the machine's own distribution; lower is tamer, higher is wilder: 0.01–50. */
  readonly temperature?: number | undefined;
  /** How many notes, as a multiple of what the model would have: 0.1–4. 1 unless given. */
  readonly density?: number | undefined;
}

/** The least and the most of each number in {@link DrawOptions}, for the library and the command line alike. */
export const DRAW_RANGES: Readonly<Record<'gibbs' | 'temperature' | 'density', readonly [number, number]>> = {
  gibbs: [1, 100_000],
  temperature: [0.01, 50],
  density: [0.1, 4],
};

/** Gibbs steps in a window by default. Measured: see `rbm/diagnostics/mixing` and `docs/experiments.md`. */
const WINDOW_GIBBS = 32;

/**
 * The ladder of temperatures: from this multiple of the one wanted, in this many rungs. Hotter ones do harm: at twice the
 * temperature four times as many notes sound, and half of the steps are spent on getting rid of them.
 */
const HOTTEST = 1.2;
const RUNGS = 3;

/**
 * How many of the training's chains a window chooses its start from. Such machines do not find home from noise: in 64 bars of
 * the bundled model .70 of the sounding steps are chords from noise, .80 from a chain by lot, .85 from the best of 8 (12 to 24
 * pieces). With 16 neighbouring bars are more alike than in songs.
 */
const LOTS = 8;

/** What finds the free cells: a machine at several temperatures, and how long to run it. */
export interface Draw {
  readonly model: Model;
  readonly ladder: Ladder;
  /** The ladder's last: at the temperature wanted. */
  readonly sampler: Sampler;
  readonly seed: Uint32Array;
  readonly gibbs: number;
  readonly temperature: number;
  readonly density: number;
  /** How many steps of the model's music hold 0, 1, 2, … notes, where its polyphony is steady; else empty. */
  readonly polyphony: readonly number[];
}

/**
 * Gets a model ready to find free cells.
 *
 * @param index - which of the pieces of the seed, from 0
 * @throws {HarmoniumError} `option-range`
 */
export function createDraw(model: Model, options: DrawOptions, index: number = 0): Draw {
  const { seed = 1, gibbs = WINDOW_GIBBS, temperature = 1, density = 1 } = options;
  checkInteger('gibbs', gibbs, ...DRAW_RANGES.gibbs);
  checkNumber('temperature', temperature, ...DRAW_RANGES.temperature);
  checkNumber('density', density, ...DRAW_RANGES.density);
  const state = seedState(index === 0 ? seed : `${seed}, piece ${index}`);
  const ladder = createLadder(model.rbm, temperature, HOTTEST, RUNGS);
  const sampler = ladder[ladder.length - 1] as Sampler;
  const { polyphony: counts = [] } = model.training;
  const polyphony = isSteadyPolyphony(counts) ? counts : [];
  return { model, ladder, sampler, seed: state, gibbs, temperature, density, polyphony };
}

/**
 * A chain that starts where one of the training's came to, or from noise if the model keeps none. Every window has its own: one
 * that went on from the window before would find the same music again and again.
 *
 * Of {@link LOTS} of the training's chains, drawn by lot, it takes the one that is likeliest together with the given notes.
 *
 * @param index - of its own, 0–2³¹−1: by it the chain's random numbers are addressed, the lots as numbers 0, 1, … of stream
 * (seed, start, index, 0)
 * @param isSecond - whether windows are found that were found before: their chains have addresses apart from the first ones'
 */
export function startChain(
  { model, sampler, seed }: Draw,
  index: number,
  clamp: Clamp,
  isSecond: boolean = false,
): GibbsChain {
  const chain = createChain(sampler, seed, index, isSecond ? PURPOSE.refill : PURPOSE.chain);
  const start = isSecond ? PURPOSE.refillStart : PURPOSE.start;
  const { rbm, chains } = model;
  if (chains === undefined) {
    startFromNoise(chain, sampler, start);
    return chain;
  }
  const { visible, key } = chain;
  streamKey(key, seed, start, index, 0);
  const [key0 = 0, key1 = 0] = key;
  const input = new Float64Array(rbm.hidden);
  let best = 0;
  let least = Infinity;
  for (let lot = 0; lot < LOTS; lot++) {
    const row = Math.floor((uniform(key0, key1, lot) / 4294967296) * chains.starts.length);
    visible.count = activeBits(visible.active, chains, row);
    holdUnits(visible, clamp);
    const energy = freeEnergyOfUnits(rbm, visible.active, visible.count, input);
    if (energy >= least) continue;
    least = energy;
    best = row;
  }
  visible.count = activeBits(visible.active, chains, best);
  return chain;
}

/** Holds what the sheet gives in the window from step `from` on, which may be negative. Off the sheet all is held silent. */
export function windowClamp({ model: { rbm } }: Draw, { on, given, width }: Sheet, from: number): Clamp {
  const isHeld = new Uint8Array(rbm.visible);
  const units: number[] = [];
  for (let unit = 0; unit < rbm.visible; unit++) {
    const cell = from * width + unit;
    if (given[cell] === 0) continue;
    isHeld[unit] = 1;
    if (on[cell] === 1) units.push(unit);
  }
  return createClamp(isHeld, Uint32Array.from(units));
}
