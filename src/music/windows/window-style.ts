/**
 * What is drawn once for each generated window besides its chain: its key and its polyphony.
 *
 * @module
 */
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';
import type { Model } from '../../model/model.ts';
import { semitonesFrom } from '../theory/key.ts';

/** Key and polyphony of a window. */
export interface WindowStyle {
  /** From the key that it is to be in to C, −5 to 6; 0 for a model that knows the keys themselves. */
  readonly semitones: number;
  /** The quantile of the distribution of the number of notes at which each of its steps is, 0–1. */
  readonly quantile: number;
}

/**
 * Draws windows' keys as often as songs of the training had them, and the quantiles of their polyphony: uniform numbers 0 and 1
 * of stream (seed, playing, chain, 0).
 *
 * @param seed - shape [4], from `seedState`
 */
export function windowStyle({ training }: Pick<Model, 'training'>, seed: Uint32Array): (chain: number) => WindowStyle {
  const { keys = [] } = training.transpose === 'to-c' ? training : {};
  const songs = keys.reduce((sum, count) => sum + count, 0);
  const key = new Uint32Array(2);
  return (chain) => {
    streamKey(key, seed, PURPOSE.playing, chain, 0);
    let left = (uniform(key[0] ?? 0, key[1] ?? 0, 0) / 4294967296) * songs;
    let tonic = 0;
    while (tonic < 11 && left >= (keys[tonic] ?? 0)) left -= keys[tonic++] ?? 0;
    const quantile = uniform(key[0] ?? 0, key[1] ?? 0, 1) / 4294967296;
    return { semitones: songs === 0 ? 0 : semitonesFrom(tonic), quantile };
  };
}
