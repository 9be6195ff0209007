/** The chains of a batch: contrastive divergence, persistent chains, and chains that only sample. */
import { sumHidden } from './hidden-sums';
import { activeRowsAreMany } from './hidden-sums-dense';
import { keepProbabilities, keepSamples, lanesOf } from './hidden-values';
import { countWrong, listData, listModel, setModelBits } from './lists';
import { chains, DATA, examples, keys, MODEL, rounds } from './machine';
import { streamKey } from './random';
import { DATA_KEY, HIDDEN_KEY, MODEL_KEY, sampleLanes, sampleOwn, VISIBLE_KEY } from './sample-hidden';
import { sampleVisible } from './sample-visible';

/** Purposes of streams, as in `math/random/purpose.ts`. */
const TRAINING: u32 = 4;

/** How hidden units count: as samples in int8 lanes, as samples in int32, as probabilities. */
const COUNTED: i32 = 0;
const SAMPLED: i32 = 1;

/** One Gibbs step of rows whose hidden sums are there, from data or model rows to model rows. */
function step(which: i32, first: i32, last: i32): void {
  for (let row = first; row < last; row++) sampleOwn(lanesOf(MODEL, row), which, row);
  sampleVisible(first, last);
  listModel(first, last);
}

/** Keeps what the hidden units of data or model rows count for; the sums of sampled ones are there. */
function keep(which: i32, first: i32, last: i32, statistics: i32, stream: usize): void {
  if (statistics == COUNTED)
    for (let row = first; row < last; row++) sampleLanes(lanesOf(which, row), which, row, stream);
  else if (statistics == SAMPLED) keepSamples(which, first, last, stream);
  else keepProbabilities(which, first, last);
}

/** Keys of an example's stream: `to` one of a row's keys. */
function exampleKeys(to: usize, first: i32, last: i32, round: u32): void {
  for (let row = first; row < last; row++)
    streamKey(keys + (row << 5) + to, TRAINING, load<u32>(examples + (row << 2)), round);
}

/**
 * Contrastive divergence of data rows that the host copied: `rbm/training/contrastive-divergence`, `contrast`.
 *
 * @param round - 2,048 · epoch
 * @param steps - Gibbs steps; 0 for rows beside persistent chains, which have no reconstruction
 * @returns how many bits the reconstructions have wrong
 */
export function contrast(first: i32, last: i32, round: u32, steps: i32, statistics: i32): i32 {
  listData(first, last);
  const sampled = statistics <= SAMPLED;
  if (sampled || steps > 0) sumHidden(DATA, first, last);
  exampleKeys(DATA_KEY, first, last, round + 2 * steps);
  keep(DATA, first, last, statistics, DATA_KEY);
  if (steps == 0) return 0;
  for (let s = 0; s < steps; s++) {
    if (s > 0) sumHidden(MODEL, first, last);
    exampleKeys(HIDDEN_KEY, first, last, round + 2 * s);
    exampleKeys(VISIBLE_KEY, first, last, round + 2 * s + 1);
    step(s == 0 ? DATA : MODEL, first, last);
  }
  if (sampled) sumHidden(MODEL, first, last);
  exampleKeys(MODEL_KEY, first, last, round + 2 * steps + 1);
  keep(MODEL, first, last, statistics, MODEL_KEY);
  return countWrong(first, last);
}

/** Reconstructs data rows by one Gibbs step in rounds `round` and `round` + 1; returns how many bits are wrong. */
export function reconstruct(first: i32, last: i32, round: u32): i32 {
  listData(first, last);
  sumHidden(DATA, first, last);
  exampleKeys(HIDDEN_KEY, first, last, round);
  exampleKeys(VISIBLE_KEY, first, last, round + 1);
  step(DATA, first, last);
  return countWrong(first, last);
}

/** Keys of chains: `ahead` 0 for the next hidden layer, 1 for the visible one. */
function chainKeys(to: usize, first: i32, last: i32, purpose: u32, ahead: u32): void {
  for (let row = first; row < last; row++) {
    streamKey(keys + (row << 5) + to, purpose, load<u32>(chains + (row << 2)), load<u32>(rounds + (row << 2)) + ahead);
  }
}

/** Moves chains, which are model rows, `steps` Gibbs steps on: `rbm/sampling/gibbs-chain`, `runChain`. */
export function runChains(first: i32, last: i32, purpose: u32, steps: i32): void {
  for (let s = 0; s < steps; s++) {
    sumHidden(MODEL, first, last);
    chainKeys(HIDDEN_KEY, first, last, purpose, 0);
    chainKeys(VISIBLE_KEY, first, last, purpose, 1);
    step(MODEL, first, last);
    for (let row = first; row < last; row++) store<u32>(rounds + (row << 2), load<u32>(rounds + (row << 2)) + 2);
  }
}

/** The same of chains of which the host wrote the lists: sums of many units need the bits too. */
export function runLists(first: i32, last: i32, purpose: u32, steps: i32): void {
  if (activeRowsAreMany(MODEL, first, last)) setModelBits(first, last);
  runChains(first, last, purpose, steps);
}

/** Moves persistent chains on, and keeps what their hidden units count for; sampled ones are the chains' own next layers. */
export function continueChains(first: i32, last: i32, purpose: u32, steps: i32, statistics: i32): void {
  runChains(first, last, purpose, steps);
  if (statistics <= SAMPLED) {
    sumHidden(MODEL, first, last);
    chainKeys(MODEL_KEY, first, last, purpose, 0);
  }
  keep(MODEL, first, last, statistics, MODEL_KEY);
}
