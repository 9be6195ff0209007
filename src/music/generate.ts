/**
 * New music from a model: each window is where one Gibbs chain has come to.
 *
 * @module
 */
import { checkChoice, checkInteger, checkNumber } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { activeBits } from '../math/active-bits.ts';
import { setBit, wordsFor } from '../math/bit-rows.ts';
import { seedState } from '../math/seed-state.ts';
import type { Model } from '../model/model.ts';
import { createChain, type GibbsChain, runChain, startFromNoise } from '../rbm/gibbs-chain.ts';
import { createSampler, type Sampler } from '../rbm/sampler.ts';
import { cutWindows } from '../roll/cut-windows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { transposeRoll } from '../roll/transpose-roll.ts';
import { likeliestCells } from './decode.ts';
import { semitonesToC } from './key.ts';
import { type ChainOptions, PRESETS } from './presets.ts';

/** How to generate. */
export interface GenerateOptions {
  /** How many chains, 1–100,000. */
  readonly count?: number;
  /** Any text or whole number; the same seed gives the same bytes. */
  readonly seed?: string | number;
  /** Gibbs steps each chain runs, 0–1,000,000. */
  readonly gibbs?: number;
  /** Where chains start. From a roll, chain i starts at its window i, and over again when there are no more. */
  readonly from?: 'zeros' | 'noise' | PianoRoll;
  /**
   * What becomes of the chain's last step: `likeliest`, its likeliest cells (see `music/decode`), or `sample`, the sample
   * itself, as the original program does.
   */
  readonly decode?: 'likeliest' | 'sample';
  /** 1 is the machine's own distribution; lower is tamer, higher is wilder: 0.01–100. */
  readonly temperature?: number;
}

/** One chain's window. */
export interface Generated {
  /** Which chain it is, from 0: it does not depend on how many others there are. */
  readonly chain: number;
  readonly roll: PianoRoll;
}

/** How the model plays unless told otherwise: as its preset does. */
function chainDefaults(model: Model): ChainOptions {
  return model.training['preset'] === 'article' ? PRESETS.article : PRESETS.default;
}

/**
 * Runs chains and gives their windows one after another, silent ones too.
 *
 * @throws {HarmoniumError} `option-range`; `roll-shape` when the roll to start from does not fit the model
 */
export function* generate(model: Model, options: GenerateOptions = {}): Generator<Generated, void, undefined> {
  const defaults = chainDefaults(model);
  const { count = 1, seed = 1, temperature = 1 } = options;
  const { gibbs, from, decode } = { ...defaults, ...options };
  checkInteger('count', count, 1, 100_000);
  checkInteger('gibbs', gibbs, 0, 1_000_000);
  checkChoice('decode', decode, ['likeliest', 'sample']);
  checkNumber('temperature', temperature, 0.01, 100);
  const state = seedState(seed);
  const sampler = createSampler(model.rbm, temperature);
  // A model that knows only C starts from the music moved there; what comes of it is moved back.
  const semitones = typeof from === 'object' && model.training['transpose'] === 'to-c' ? semitonesToC(from) : 0;
  const start = starter(model, typeof from === 'object' ? transposeRoll(from, semitones) : from);
  for (let index = 0; index < count; index++) {
    const chain = createChain(sampler, state, index);
    start(chain, sampler);
    runChain(chain, sampler, gibbs);
    if (decode === 'likeliest' && gibbs > 0) {
      chain.visible.count = likeliestCells(chain.visible.active, model, chain.hidden, temperature);
    }
    yield { chain: index, roll: transposeRoll(windowOf(model, chain), -semitones) };
  }
}

/** What puts a chain at its start. */
function starter(model: Model, from: 'zeros' | 'noise' | PianoRoll): (chain: GibbsChain, sampler: Sampler) => void {
  if (from === 'zeros') return () => {};
  if (from === 'noise') return startFromNoise;
  if (from.grid !== model.grid || from.pitches.low !== model.pitches.low || from.pitches.high !== model.pitches.high) {
    throw new HarmoniumError('roll-shape', 'the music to start from does not fit the model', {
      expected: `${model.grid} steps a quarter note, pitches ${model.pitches.low}-${model.pitches.high}`,
      got: `${from.grid} steps a quarter note, pitches ${from.pitches.low}-${from.pitches.high}`,
      option: 'from',
    });
  }
  const windows = cutWindows([from], { steps: model.steps, stride: model.steps });
  return (chain) => {
    chain.visible.count = activeBits(chain.visible.active, windows, chain.index % windows.starts.length);
  };
}

/** The visible units of a chain as a piano roll. */
function windowOf(model: Model, chain: GibbsChain): PianoRoll {
  const bits = new Uint32Array(wordsFor(model.rbm.visible));
  for (const unit of chain.visible.active.subarray(0, chain.visible.count)) setBit(bits, unit);
  return { bits, steps: model.steps, grid: model.grid, pitches: model.pitches };
}
