/**
 * The player's reader beside `readModel`: the same files taken, the same refused, and of those taken the same music.
 *
 * @module
 */
import { HarmoniumError } from 'harmonium-rbm/error';
import { openPlayer, type Player, readWindow, startChain, stepChain } from 'harmonium-rbm/player';
import { chainRows } from '#internal/model/chain-bytes';
import type { Model } from '#internal/model/model';
import { readModel } from '#internal/model/read-model';
import { trainingTexts } from '#internal/model/training-record';
import { writeModel } from '#internal/model/write-model';
import { generate } from '#internal/music/windows/generate';
import type { OpenModel } from '#internal/player/open-model';
import { type Dice, diceOf } from './dice.ts';
import { changeHeader, HEADER_MUTATIONS } from './header-mutations.ts';
import { BYTE_MUTATIONS } from './midi-mutations.ts';
import { MODEL_DISGUISES, MODEL_MUTATIONS } from './model-mutations.ts';
import { putModelTogether, seal, takeModelApart } from './model-parts.ts';
import { MESSAGE, smallModels } from './model-target.ts';
import { type Case, Finding, type Target } from './target.ts';

/** What each of the two made of a file. */
export interface PlayerResult {
  readonly model: Model | HarmoniumError;
  readonly player: Player | HarmoniumError;
}

/** Numbers of a machine that is still played: a case is to take little time. */
const MOST_PLAYED = 10_000;

/** Cases made of small models, and now and then of these files. */
export function playerTarget(seed: string, files: readonly Uint8Array[]): Target<Case, PlayerResult> {
  const small = smallModels();
  return { make: (index) => makeCase(diceOf(`player ${seed}`, index), small, files), attempt, judge };
}

function makeCase(dice: Dice, small: readonly Uint8Array[], large: readonly Uint8Array[]): Case {
  const file = dice.pick(large.length > 0 && dice.oneIn(2000) ? large : small);
  const how: string[] = [];
  const parts = takeModelApart(file);
  const pick = <T>(ways: Readonly<Record<string, T>>): T | undefined => {
    const name = dice.pick(Object.keys(ways));
    how.push(name);
    return ways[name];
  };
  if (dice.oneIn(2)) MODEL_DISGUISES['without a digest']?.(parts, dice);
  if (dice.oneIn(3)) pick(MODEL_DISGUISES)?.(parts, dice);
  if (dice.oneIn(3)) pick(MODEL_MUTATIONS)?.(parts, dice);
  let bytes: Uint8Array = putModelTogether(parts);
  for (let n = dice.pick([0, 1, 1, 1, 2, 3]); n > 0; n--) {
    const mutation = pick(HEADER_MUTATIONS);
    if (mutation !== undefined) bytes = changeHeader(bytes, mutation, dice);
  }
  if (dice.oneIn(16)) bytes = pick(BYTE_MUTATIONS)?.(bytes, dice, dice.pick(small)) ?? bytes;
  // The digest is right more often than not: without that the other checks would not be reached.
  if (!dice.oneIn(8)) seal(bytes);
  return { bytes, how };
}

function attempt({ bytes }: Case): PlayerResult {
  return { model: refusalOf(() => readModel(bytes)), player: refusalOf(() => openPlayer(bytes)) };
}

function refusalOf<T>(read: () => T): T | HarmoniumError {
  try {
    return read();
  } catch (error) {
    if (error instanceof HarmoniumError) return error;
    throw error;
  }
}

function judge(_: Case, { model, player }: PlayerResult): string {
  if (model instanceof HarmoniumError) {
    if (!(player instanceof HarmoniumError)) throw new Finding(`only the player takes it: ${model.message}`);
    if (!/^model-[a-z]+$/.test(player.code)) throw new Finding(`code ${player.code}`);
    if (!MESSAGE.test(model.message)) throw new Finding(`message ${JSON.stringify(model.message)}`);
    return model.code;
  }
  if (player instanceof HarmoniumError) throw new Finding(`only the player refuses it: ${player.code}`);
  const { moodUnits } = model.training;
  const played = fileOf(spread(player.model as OpenModel), player.model.training.preset, moodUnits);
  if (Buffer.compare(played, fileOf(model, trainingTexts(model.training)['preset'], moodUnits)) !== 0)
    throw new Finding('the player reads another model');
  if (model.rbm.w.length <= MOST_PLAYED) play(model, player);
  return 'read';
}

/** Two windows of the model, as the player and as the library have them. */
function play(model: Model, player: Player): void {
  for (const { chain, roll } of generate(model, { count: 2, gibbs: 2, decode: 'likeliest', key: 'model' })) {
    startChain(player, chain);
    stepChain(player, 2);
    const window = readWindow(player, 'likeliest');
    if (window.bits.some((word, n) => word !== roll.bits[n])) throw new Finding('the player plays another window');
  }
}

/** Everything in a model but the record of its training, as bytes; of the record the text of the preset, and how many mood units there are. */
function fileOf(model: Omit<Model, 'training'>, preset: string | undefined, moodUnits: number | undefined): Uint8Array {
  return Buffer.concat([writeModel({ ...model, training: { moodUnits } }), Buffer.from(JSON.stringify([preset]))]);
}

/** The player's model with its weights spread out. */
function spread({
  cells: _cells,
  visible,
  hidden,
  bv,
  bh,
  scale,
  units,
  chains,
  ...meaning
}: OpenModel): Omit<Model, 'training'> {
  const w = new Float32Array(visible * hidden);
  let row = 0;
  for (const [i, nats] of scale.entries()) {
    if (nats === 0) continue;
    for (let j = 0; j < hidden; j++) w[i * hidden + j] = nats * (units[row + j] ?? 0);
    row += hidden;
  }
  const rbm = { visible, hidden, w, bv, bh };
  if (chains === undefined) return { rbm, ...meaning };
  const width = Math.ceil(visible / 8);
  return { rbm, chains: chainRows(chains, [chains.length / width, width], visible), ...meaning };
}
