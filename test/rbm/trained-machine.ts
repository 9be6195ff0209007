/**
 * A machine that has learnt the bundled corpus.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readTracks } from '../../src/midi/reading/read-tracks.ts';
import { prepareTraining } from '../../src/music/training/train-model.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { trainEpoch } from '../../src/rbm/training/trainer.ts';
import { articleRoll } from '../../src/roll/article-roll.ts';

const folder = new URL('../../fixtures/midi/', import.meta.url);
let trained: Rbm | undefined;

/**
 * 2,340 × 50, by the article's preset, but with every third song only and 30 epochs at a rate twenty times as high, which
 * brings it from half of its units on to as few as the music has. Made once in a process.
 */
export function trainedMachine(): Rbm {
  if (trained !== undefined) return trained;
  const names = readdirSync(folder).filter((name) => name.endsWith('.mid'));
  const songs = names.sort().filter((_, n) => n % 3 === 0);
  const rolls = songs.map((name) => articleRoll(readTracks(readFileSync(new URL(name, folder)))).roll);
  const { trainer } = prepareTraining(rolls, { preset: 'article', epochs: 30, rate: 0.1, finalRate: 0.1 });
  while (trainer.epoch < 30) trainEpoch(trainer);
  trained = trainer.rbm;
  return trained;
}
