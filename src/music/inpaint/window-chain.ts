/**
 * A Gibbs chain in a window of a masked roll, with the observed cells clamped.
 *
 * @module
 */
import { checkInteger, checkNumber } from '../../check.ts';
import { activeBits } from '../../math/bits/active-bits.ts';
import { PURPOSE, streamKey, uniform } from '../../math/random/random.ts';
import { seedState } from '../../math/random/seed-state.ts';
import type { Model } from '../../model/model.ts';
import type { Mood } from '../../mood/mood.ts';
import { freeEnergyOfUnits } from '../../rbm/kernels/free-energy.ts';
import type { Kernels } from '../../rbm/kernels/kernels.ts';
import { type Clamp, createClamp, holdUnits } from '../../rbm/sampling/clamp.ts';
import { createChain, type GibbsChain, startFromNoise } from '../../rbm/sampling/gibbs-chain.ts';
import { createLadder, type Ladder } from '../../rbm/sampling/ladder.ts';
import type { Sampler } from '../../rbm/sampling/sampler.ts';
import { conditionedModel } from '../mood/conditioned-model.ts';
import { isSteadyPolyphony } from '../windows/polyphony.ts';
import { INPAINT_RANGES } from './inpaint-ranges.ts';
import type { MaskedRoll } from './masked-roll.ts';

/** How free cells are sampled. */
export interface InpaintOptions {
  /** Any text or whole number; the same seed gives the same bytes. Default 1. */
  readonly seed?: string | number | undefined;
  /** Gibbs steps in each window, 1–100,000. Default 32, or 96 in `harmonise`. */
  readonly gibbs?: number | undefined;
  /** Sampling temperature, 0.01–50. Default 1, the model's own distribution; higher is more random. */
  readonly temperature?: number | undefined;
  /** Factor on the number of notes, 0.1–4. Default 1, as many as the model expects. */
  readonly density?: number | undefined;
  /**
   * The mood of the new music, for a model with mood units. By default that of the song's notes around the new ones; for a piece,
   * drawn as often as the training's music has it.
   */
  readonly mood?: Mood | undefined;
  /** What samples, to the same bytes; plain kernels by default. `harmonium-rbm/lanes` has faster ones. */
  readonly kernels?: Kernels | undefined;
}

/** Default Gibbs steps in a window. Measured: see `rbm/diagnostics/mixing` and `docs/experiments.md`. */
const WINDOW_GIBBS = 32;

/**
 * The temperature ladder starts at this multiple of the target temperature and has this many rungs. Hotter is worse: at twice the
 * temperature four times as many notes sound, and half of the steps are spent on removing them.
 */
const HOTTEST = 1.2;
const RUNGS = 3;

/**
 * How many persistent chains of the training a window considers as its start. From noise a chain does not reach the typical set
 * in time: in 64 bars of the bundled model .70 of the sounding steps are chords from noise, .80 from a random chain, .85 from the
 * best of 8 (12 to 24 pieces). With 16, neighbouring bars are more alike than in songs.
 */
const START_CANDIDATES = 8;

/** A model made ready for sampling windows: its machine at several temperatures, and how long to run it. */
export interface PreparedModel {
  /** Without mood units. */
  readonly model: Model;
  readonly ladder: Ladder;
  /** The last rung, at the target temperature. */
  readonly target: Sampler;
  readonly gibbs: number;
  readonly temperature: number;
  readonly density: number;
  /** How many steps of the training music hold 0, 1, 2, … notes; empty unless its polyphony is constant. */
  readonly polyphony: readonly number[];
}

/** Samples the free cells of the windows of one piece or song. */
export interface WindowSampler extends PreparedModel {
  readonly seed: Uint32Array;
}

/**
 * Makes a model without mood units ready for sampling windows.
 *
 * @throws {HarmoniumError} `option-range`
 */
export function prepareModel(model: Model, options: InpaintOptions): PreparedModel {
  const { gibbs = WINDOW_GIBBS, temperature = 1, density = 1 } = options;
  checkInteger('gibbs', gibbs, ...INPAINT_RANGES.gibbs);
  checkNumber('temperature', temperature, ...INPAINT_RANGES.temperature);
  checkNumber('density', density, ...INPAINT_RANGES.density);
  const ladder = createLadder(model.rbm, temperature, HOTTEST, RUNGS, options.kernels);
  const target = ladder[ladder.length - 1] as Sampler;
  const { polyphony: counts = [] } = model.training;
  const polyphony = isSteadyPolyphony(counts) ? counts : [];
  return { model, ladder, target, gibbs, temperature, density, polyphony };
}

/** The random numbers of piece number `index` of a seed, from 0. */
export function pieceSeed(seed: string | number = 1, index: number = 0): Uint32Array {
  return seedState(index === 0 ? seed : `${seed}, piece ${index}`);
}

/**
 * Prepares a model, of the mood that is asked for, for sampling windows.
 *
 * @param index - number of the piece, from 0: each has its own random numbers
 * @throws {HarmoniumError} `option-range`; `no-moods` for a mood and a model without mood units
 */
export function createWindowSampler(model: Model, options: InpaintOptions, index: number = 0): WindowSampler {
  const seed = pieceSeed(options.seed, index);
  return { ...prepareModel(conditionedModel(model, options.mood, seed, 0), options), seed };
}

/**
 * A new chain, started from the end state of one of the training's persistent chains, or from noise if the model keeps none.
 * Every window has its own chain: one that continued from the last window would repeat the same music.
 *
 * Of {@link START_CANDIDATES} persistent chains, chosen at random, it takes the one of lowest free energy once the observed cells
 * are put in.
 *
 * @param index - the chain's, 0–2³¹−1: part of the address of its random numbers. The candidates are the numbers 0, 1, … of
 * stream (seed, start, index, 0)
 * @param isRefill - whether this is the second pass over a window: its chains have other addresses
 */
export function startChain(
  { model, target, seed }: WindowSampler,
  index: number,
  clamp: Clamp,
  isRefill: boolean = false,
): GibbsChain {
  const chain = createChain(target, seed, index, isRefill ? PURPOSE.refill : PURPOSE.chain);
  const start = isRefill ? PURPOSE.refillStart : PURPOSE.start;
  const { rbm, chains } = model;
  if (chains === undefined) {
    startFromNoise(chain, target, start);
    return chain;
  }
  const { visible, key } = chain;
  streamKey(key, seed, start, index, 0);
  const [key0 = 0, key1 = 0] = key;
  const input = new Float64Array(rbm.hidden);
  let best = 0;
  let lowest = Infinity;
  for (let candidate = 0; candidate < START_CANDIDATES; candidate++) {
    const row = Math.floor((uniform(key0, key1, candidate) / 4294967296) * chains.starts.length);
    visible.count = activeBits(visible.active, chains, row);
    holdUnits(visible, clamp);
    const energy = freeEnergyOfUnits(rbm, visible.active, visible.count, input);
    if (energy >= lowest) continue;
    lowest = energy;
    best = row;
  }
  visible.count = activeBits(visible.active, chains, best);
  return chain;
}

/** Clamps the observed cells of the window from step `from` on, which may be negative. Beyond the roll all is clamped silent. */
export function windowClamp(
  { model: { rbm } }: WindowSampler,
  { on, observed, width }: MaskedRoll,
  from: number,
): Clamp {
  const isHeld = new Uint8Array(rbm.visible);
  const units: number[] = [];
  for (let unit = 0; unit < rbm.visible; unit++) {
    const cell = from * width + unit;
    if (observed[cell] === 0) continue;
    isHeld[unit] = 1;
    if (on[cell] === 1) units.push(unit);
  }
  return createClamp(isHeld, Uint32Array.from(units));
}
