/**
 * New music from a model: each window is the last state of one Gibbs chain.
 *
 * @module
 */
import { checkChoice, checkInteger, checkNumber, checkObject, refuse } from '../../check.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import { activeBits } from '../../math/bits/active-bits.ts';
import { setBit } from '../../math/bits/bit-rows.ts';
import { seedState } from '../../math/random/seed-state.ts';
import { checkModel, checkModelRoll } from '../../model/check-model.ts';
import type { Model } from '../../model/model.ts';
import { withMood } from '../../model/with-mood.ts';
import type { Mood } from '../../mood/mood.ts';
import type { Kernels } from '../../rbm/kernels/kernels.ts';
import { createChain, type GibbsChain, runChainInParts, startFromNoise } from '../../rbm/sampling/gibbs-chain.ts';
import { createSampler, type Sampler } from '../../rbm/sampling/sampler.ts';
import { cutWindows } from '../../roll/cut-windows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { bitsPerStep, silentRoll } from '../../roll/roll-shape.ts';
import { transposeRoll } from '../../roll/transpose-roll.ts';
import { semitonesToC } from '../theory/key.ts';
import { presetDefaultsOf } from '../training/preset-defaults.ts';
import { topKCells } from './decode.ts';
import { isSteadyPolyphony } from './polyphony.ts';
import { windowStyle } from './window-style.ts';

/** How to generate. Fields that are undefined take the model's defaults. */
export interface GenerateOptions {
  /** How many chains, 1–100,000. */
  readonly count?: number | undefined;
  /** Any text or whole number; the same seed gives the same bytes. */
  readonly seed?: string | number | undefined;
  /** Gibbs steps each chain runs, 0–1,000,000. */
  readonly gibbs?: number | undefined;
  /**
   * Where chains start. From a roll, chain i starts at its window i, and over again when there are no more; from `chains`,
   * at the last state of chain i of the training.
   */
  readonly from?: 'zeros' | 'noise' | 'chains' | PianoRoll | undefined;
  /**
   * What becomes of the chain's last step: `likeliest`, its likeliest cells (see `music/windows/decode`); `voices`, as many of them
   * at each step as the music has that the model learnt (see `music/windows/polyphony`); or `sample`, the sample itself, as the
   * original program does.
   */
  readonly decode?: 'likeliest' | 'voices' | 'sample' | undefined;
  /**
   * Which key windows are in, for a model that knows only C major and A minor and does not start from a roll: that of one
   * of its songs, each as often as it has them (`songs`); or C (`model`).
   */
  readonly key?: 'songs' | 'model' | undefined;
  /** 1 is the machine's own distribution; lower is tamer, higher is wilder: 0.01–100. Inputs are multiplied by 1 / it. */
  readonly temperature?: number | undefined;
  /**
   * The mood of the music, for a model with mood units. By default each chain samples its mood together with its music.
   */
  readonly mood?: Mood | undefined;
  /** What samples, to the same bytes; plain kernels by default. `harmonium-rbm/lanes` has faster ones. */
  readonly kernels?: Kernels | undefined;
}

/** The least and the most of each number in {@link GenerateOptions}, for the library and the command line. */
export const WINDOW_RANGES: Readonly<
  Record<'count' | 'gibbs' | 'temperature', readonly [least: number, most: number]>
> = {
  count: [1, 100_000],
  gibbs: [0, 1_000_000],
  temperature: [0.01, 100],
};

/** One chain's window. */
export interface Generated {
  /** Which chain it is, from 0: it does not depend on how many others there are. */
  readonly chain: number;
  /** The window, as long as the model's windows. */
  readonly roll: PianoRoll;
}

/**
 * Runs chains and gives their windows one after another, silent ones too. Each chain runs when its window is asked for.
 *
 * @throws {HarmoniumError} at once: `option-range`; `length` for a model or roll whose parts do not fit together;
 * `roll-shape` when the roll to start from does not fit the model; `no-moods` for a mood and a model without mood units
 */
export function generate(model: Model, options: GenerateOptions = {}): Generator<Generated, void, undefined> {
  const chains = generateInParts(model, options);
  return windows();

  function* windows(): Generator<Generated, void, undefined> {
    for (const chain of chains) yield atOnce(chain);
  }
}

/**
 * {@link generate} in parts: each chain is work that yields after every Gibbs step. Each must be done before the next is asked
 * for.
 *
 * @throws {HarmoniumError} as {@link generate}
 */
export function generateInParts(
  model: Model,
  options: GenerateOptions = {},
): Generator<InParts<Generated>, void, undefined> {
  checkModel(model);
  checkObject('options', options, 'options');
  const defaults = presetDefaultsOf(model);
  const { count = 1, seed = 1, temperature = 1 } = options;
  const { gibbs = defaults.gibbs, from = defaults.from, decode = decodeOf(model), key = 'songs' } = options;
  checkInteger('count', count, ...WINDOW_RANGES.count);
  checkInteger('gibbs', gibbs, ...WINDOW_RANGES.gibbs);
  checkChoice('decode', decode, ['likeliest', 'voices', 'sample']);
  checkChoice('key', key, ['songs', 'model']);
  checkNumber('temperature', temperature, ...WINDOW_RANGES.temperature);
  const state = seedState(seed);
  if (typeof from === 'string') checkChoice('from', from, ['zeros', 'noise', 'chains']);
  else checkStart(model, from);
  if (decode === 'voices' && (model.training.polyphony ?? []).length === 0) {
    refuse('decode', 'likeliest or sample, since the model has no polyphony counts', decode);
  }
  if (from === 'chains' && model.chains === undefined)
    refuse('from', 'zeros or noise, since the model has no chains', from);
  const sampled = options.mood === undefined ? model : withMood(model, options.mood);
  return chains();

  function* chains(): Generator<InParts<Generated>, void, undefined> {
    const sampler = createSampler(sampled.rbm, temperature, options.kernels);
    const styleOf = windowStyle(model, state);
    // A model that knows only C starts from the music moved there; what comes of it is moved back.
    const home = typeof from === 'object' && model.training.transpose === 'to-c' ? semitonesToC(from) : undefined;
    const start = starter(sampled, typeof from === 'object' ? transposeRoll(from, home ?? 0) : from);
    for (let index = 0; index < count; index++) yield run(index);

    function* run(index: number): InParts<Generated> {
      const chain = createChain(sampler, state, index);
      start(chain, sampler);
      yield* runChainInParts(chain, sampler, gibbs);
      const { semitones, quantile } = styleOf(index);
      if (decode !== 'sample' && gibbs > 0) {
        const quantileUsed = decode === 'voices' ? quantile : undefined;
        chain.visible.count = topKCells(chain.visible.active, sampled, chain.hidden, temperature, quantileUsed);
      }
      const roll = transposeRoll(windowOf(model, chain), -(home ?? (key === 'songs' ? semitones : 0)));
      return { chain: index, roll };
    }
  }
}

/** How a model's windows are decoded by default: with a fixed polyphony where its music has one. */
function decodeOf(model: Model): 'likeliest' | 'voices' | 'sample' {
  const { decode } = presetDefaultsOf(model);
  return decode === 'likeliest' && isSteadyPolyphony(model.training.polyphony ?? []) ? 'voices' : decode;
}

/** Fails unless chains of the model can start from this roll. */
function checkStart(model: Model, from: PianoRoll): void {
  checkModelRoll('from', model, from);
  if (from.steps === 0) refuse('from.steps', 'at least 1', 0);
}

/** What puts a chain at its start. */
function starter(
  model: Model,
  from: 'zeros' | 'noise' | 'chains' | PianoRoll,
): (chain: GibbsChain, sampler: Sampler) => void {
  if (from === 'zeros') return () => {};
  if (from === 'noise') return startFromNoise;
  const windows = from === 'chains' ? model.chains : cutWindows([from], { steps: model.steps, stride: model.steps });
  if (windows === undefined) return () => {};
  return (chain) => {
    chain.visible.count = activeBits(chain.visible.active, windows, chain.index % windows.starts.length);
  };
}

/** The cells of a chain as a piano roll; mood units are none. */
function windowOf({ steps, grid, pitches }: Model, { visible }: GibbsChain): PianoRoll {
  const roll = silentRoll(steps, grid, pitches);
  const cells = steps * bitsPerStep(pitches);
  for (const unit of visible.active.subarray(0, visible.count)) if (unit < cells) setBit(roll.bits, unit);
  return roll;
}
