/**
 * A model ready to play: all memory is allocated once, and then it runs without allocating.
 *
 * @module
 */
import { checkChoice, checkInteger, checkNumber } from '../check.ts';
import { setBit, wordsFor } from '../math/bits/bit-rows.ts';
import { seedState } from '../math/random/seed-state.ts';
import { type ChainOptions, presetDefaultsOf } from '../music/training/preset-defaults.ts';
import { chooseTopK } from '../music/windows/top-k.ts';
import type { ActiveUnits } from '../rbm/sampling/active-units.ts';
import {
  createThinChain,
  listAll,
  runThinChain,
  startThinChain,
  type ThinChain,
  visibleInputs,
} from '../rbm/sampling/thin-chain.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { pitchCount } from '../roll/roll-shape.ts';
import { type OpenModel, openModel, type PlayerModel } from './open-model.ts';

/** One model, one seed, one chain at a time. */
export interface Player {
  /** What the model file says of its music. */
  readonly model: PlayerModel;
  /** The window last read, see {@link readWindow}. */
  readonly roll: PianoRoll;
}

/** What every player is, for this module alone. */
interface PlayerState extends Player {
  readonly model: OpenModel;
  readonly chain: ThinChain;
  /** The units that are on in it, where they are not the chain's. */
  readonly cells: ActiveUnits;
}

/**
 * Opens a model file; chain 0 is ready at its start.
 *
 * @param bytes - a model file of either form; nothing refers to it afterwards
 * @param seed - any text or whole number; the same seed gives the same music, on every engine
 * @param temperature - below 1 tamer, above 1 wilder: 0.01–100
 * @throws {HarmoniumError} as `readModel`; `option-range`
 */
export function openPlayer(bytes: Uint8Array, seed: string | number = 1, temperature: number = 1): Player {
  checkNumber('temperature', temperature, 0.01, 100);
  const model = openModel(bytes);
  const { steps, grid, pitches } = model;
  const player: PlayerState = {
    model,
    chain: createThinChain(model, seedState(seed), temperature),
    roll: { bits: new Uint32Array(wordsFor(model.cells)), steps, grid, pitches },
    cells: { active: new Uint32Array(model.visible), count: 0 },
  };
  startChain(player, 0);
  return player;
}

/**
 * Starts chain `index` of the seed's: it is the chain that `generate` calls by this number.
 *
 * @param index - 0–2³¹−1
 * @param from - where it starts; by default as the model's preset does
 * @throws {HarmoniumError} `option-range`
 */
export function startChain(
  player: Player,
  index: number,
  from: ChainOptions['from'] = presetDefaultsOf(player.model).from,
): void {
  const { model, chain } = player as PlayerState;
  checkInteger('index', index, 0, 2147483647);
  const { chains, visible: units } = model;
  checkChoice('from', from, ['zeros', 'noise', chains ? 'chains' : 'zeros']);
  startThinChain(chain, index, from === 'noise');
  if (from !== 'chains' || !chains) return;
  const { visible } = chain;
  const width = (units + 7) >> 3;
  const first = (index % (chains.length / width)) * 8 * width;
  for (let i = 0; i < units; i++) {
    if (((chains[(first + i) >> 3] ?? 0) << (i & 7)) & 128) visible.active[visible.count++] = i;
  }
}

/** Moves the chain `steps` Gibbs steps on, 0–1,000,000. Allocates nothing. */
export function stepChain(player: Player, steps: number = 1): void {
  checkInteger('steps', steps, 0, 1000000);
  runThinChain((player as PlayerState).chain, steps);
}

/**
 * Reads the chain's state as a piano roll, which the next call overwrites. The chain can go on afterwards.
 *
 * @param decode - the likeliest cells, or the sample itself; by default as the model's preset does
 * @throws {HarmoniumError} `option-range`
 */
export function readWindow(
  player: Player,
  decode: ChainOptions['decode'] = presetDefaultsOf(player.model).decode,
): PianoRoll {
  checkChoice('decode', decode, ['likeliest', 'sample']);
  const { model, chain, roll, cells: likeliest } = player as PlayerState;
  let { visible: cells } = chain;
  if (decode === 'likeliest' && chain.step > 0) {
    cells = listAll(likeliest);
    visibleInputs(chain, cells);
    cells.count = chooseTopK(cells.active, chain.input, model.cells, pitchCount(model.pitches), chain.inverse);
  }
  roll.bits.fill(0);
  // Mood units may follow the cells.
  for (const unit of cells.active.subarray(0, cells.count)) if (unit < model.cells) setBit(roll.bits, unit);
  return roll;
}

/** All in one call: the window of chain `index` after as many Gibbs steps as the model's preset runs. */
export function playWindow(player: Player, index: number): PianoRoll {
  startChain(player, index);
  stepChain(player, presetDefaultsOf(player.model).gibbs);
  return readWindow(player);
}
