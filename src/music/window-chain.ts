/**
 * A chain in a window of a sheet: what is given there is held.
 *
 * @module
 */
import { checkInteger, checkNumber } from '../check.ts';
import { seedState } from '../math/seed-state.ts';
import type { Model } from '../model/model.ts';
import { type Clamp, createClamp } from '../rbm/clamp.ts';
import { createChain, type GibbsChain, startFromNoise } from '../rbm/gibbs-chain.ts';
import { createLadder, type Ladder } from '../rbm/ladder.ts';
import type { Sampler } from '../rbm/sampler.ts';
import type { Sheet } from './sheet.ts';

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

/** Gibbs steps in a window unless told otherwise. Measured: see `rbm/mixing` and `src/README.md`. */
const WINDOW_GIBBS = 32;

/**
 * The ladder of temperatures: from this multiple of the one wanted, in this many rungs. Hotter ones do harm: at twice the
 * temperature four times as many notes sound, and half of the steps are spent on getting rid of them.
 */
const HOTTEST = 1.2;
const RUNGS = 3;

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
}

/**
 * Gets a model ready to find free cells.
 *
 * @param index - which of the pieces of the seed, from 0
 * @throws {HarmoniumError} `option-range`
 */
export function createDraw(model: Model, options: DrawOptions, index: number = 0): Draw {
  const { seed = 1, gibbs = WINDOW_GIBBS, temperature = 1, density = 1 } = options;
  checkInteger('gibbs', gibbs, 1, 100_000);
  checkNumber('temperature', temperature, 0.01, 100 / HOTTEST);
  checkNumber('density', density, 0.1, 4);
  const state = seedState(index === 0 ? seed : `${seed}, piece ${index}`);
  const ladder = createLadder(model.rbm, temperature, HOTTEST, RUNGS);
  const sampler = ladder[ladder.length - 1] as Sampler;
  return { model, ladder, sampler, seed: state, gibbs, temperature, density };
}

/**
 * A chain that starts from noise. Every window has its own: one that went on from the window before would find the same
 * music again and again.
 *
 * @param index - of its own, 0–2³²−1: by it the chain's random numbers are addressed
 */
export function startChain({ sampler, seed }: Draw, index: number): GibbsChain {
  const chain = createChain(sampler, seed, index);
  startFromNoise(chain, sampler);
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
