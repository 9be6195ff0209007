/**
 * The model that music of a mood is sampled from.
 *
 * @module
 */
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';
import type { Model } from '../../model/model.ts';
import { type ModelMoods, moodsOf } from '../../model/moods.ts';
import { withLevels, withMood } from '../../model/with-mood.ts';
import type { Mood } from '../../mood/mood.ts';

/**
 * Removes the mood units: for the mood asked for, or for one that is drawn as often as the training's music has it. So music that is
 * not asked for in a mood has one all the same, from beginning to end. A model without mood units is unchanged.
 *
 * A mood is drawn by number 2 of stream (seed, playing, chain, 0).
 *
 * @param seed - shape [4], from `seedState`
 * @throws {HarmoniumError} `no-moods` if there is a mood and the model has no mood units
 */
export function conditionedModel(model: Model, mood: Mood | undefined, seed: Uint32Array, chain: number): Model {
  if (mood !== undefined) return withMood(model, mood);
  const moods = moodsOf(model);
  return moods === undefined ? model : withLevels(model, drawnLevels(moods, seed, chain));
}

function drawnLevels({ counts, arousal }: ModelMoods, seed: Uint32Array, chain: number): [number, number] {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.playing, chain, 0);
  let left = (uniform(key[0] ?? 0, key[1] ?? 0, 2) / 4294967296) * counts.reduce((sum, count) => sum + count, 0);
  let drawn = 0;
  while (drawn + 1 < counts.length && left >= (counts[drawn] ?? 0)) left -= counts[drawn++] ?? 0;
  const width = arousal.length + 1;
  return [Math.floor(drawn / width), drawn % width];
}
