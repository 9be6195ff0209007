/**
 * Every stream of random numbers is drawn for one thing: what a training, its persistent chains, and both passes of `fill` ask
 * for under one seed.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as RandomModule from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import type { Model } from '../../src/model/model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { fillBars } from '../../src/music/songs/fill-bars.ts';
import { modelOf, prepareTraining } from '../../src/music/training/train-model.ts';
import { openPlayer, startChain } from '../../src/player/index.ts';
import { createChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { FIRST_CHAIN } from '../../src/rbm/training/persistent-chains.ts';
import { trainEpoch } from '../../src/rbm/training/trainer.ts';
import { songToRoll } from '../../src/roll/song-to-roll.ts';
import { someModel } from '../model/some-model.ts';
import { bundled } from './fixture.ts';

const asked: string[] = [];

vi.mock('../../src/math/random/random.ts', async (original) => {
  const random = await original<typeof RandomModule>();
  const streamKey: typeof random.streamKey = (key, seed, purpose, index, round) => {
    asked.push(`${purpose} ${index} ${round}`);
    random.streamKey(key, seed, purpose, index, round);
  };
  return { ...random, streamKey };
});

beforeEach(() => {
  asked.length = 0;
});

const SONG = bundled('silent-night');

/** A training with more chains than a window has steps, and what it asked for. */
function trained(): { readonly model: Model; readonly addresses: ReadonlySet<string> } {
  asked.length = 0;
  const training = prepareTraining([songToRoll(SONG).roll], { epochs: 2, hidden: 4, chains: 40, seed: 'one' });
  trainEpoch(training.trainer);
  const last = trainEpoch(training.trainer);
  return { model: modelOf(training, last), addresses: new Set(asked) };
}

describe('addresses of random numbers', () => {
  it.each(['with', 'without'])('are apart: a training and both passes of fill, %s chains to start from', (chains) => {
    const { model, addresses } = trained();
    asked.length = 0;
    const given = chains === 'with' ? model : { ...model, chains: undefined };
    fillBars(given, SONG, { firstBar: 1, lastBar: 6, seed: 'one', gibbs: 6 });
    expect(asked.length).toBeGreaterThan(50);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.filter((address) => addresses.has(address))).toEqual([]);
    // Steps and starts of both passes.
    expect(new Set(asked.map((address) => address.split(' ')[0]))).toEqual(new Set(['5', '6', '11', '12']));
  });

  it('of persistent chains are out of reach for the player', () => {
    const player = openPlayer(writeModel(someModel(1, 1, 1)), 'one');
    startChain(player, FIRST_CHAIN - 1);
    expect(() => startChain(player, FIRST_CHAIN)).toThrow(expect.objectContaining({ option: 'index' }));
  });

  it('depend on the purpose of a chain', () => {
    const sampler = createSampler(someModel(4, 8, 3).rbm);
    const seed = seedState('one');
    const [one, other] = [createChain(sampler, seed, 5), createChain(sampler, seed, 5, 11)];
    startFromNoise(one, sampler);
    startFromNoise(other, sampler, 12);
    expect(asked).toEqual(['5 5 0', '12 5 0']);
    expect(other.visible).not.toEqual(one.visible);
  });
});
