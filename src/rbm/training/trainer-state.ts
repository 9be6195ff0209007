/**
 * The state of a training between two batches: all that it needs to go on to the same bits.
 *
 * Random numbers have addresses and no state, and packed weights follow from the weights, so it is little. More
 * state of a trainer becomes a line here, and with that it is in checkpoints.
 *
 * @module
 */
import { checkLength } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { activeBits } from '../../math/bits/active-bits.ts';
import { oneLine } from '../../math/text/shown.ts';
import { bitRowsOf } from './persistent-chains.ts';
import { batchEnds, type TrainerInternals } from './trainer.ts';

/** Characters of a list of names in a message. */
const MOST_NAMES = 300;

/** Steps that a chain may take. */
const MOST_STEPS = 2147483647;

/** Numbers that stay numbers: their kind is part of the state. */
export type StateArray = Float32Array | Float64Array | Uint32Array;

/** The state of a training. */
export interface TrainerState {
  /** Finite numbers. */
  readonly arrays: Readonly<Record<string, StateArray>>;
  /** Whole numbers from 0 to 2⁵³ − 1. */
  readonly numbers: Readonly<Record<string, number>>;
}

/**
 * The trainer's state now, between two batches. The arrays are its own, not copies: they change when it goes on. Only
 * `chains` is one, visible units as `bitRowsOf` lays them.
 */
export function trainerStateOf(trainer: TrainerInternals): TrainerState {
  const { epoch, learnt, wrong, done } = trainer;
  const numbers: Record<string, number> = { epoch, learnt, wrong, done: done ? 1 : 0 };
  // All chains take as many steps.
  const { learner, average } = trainer;
  if (learner.chains.length > 0) numbers['chains.step'] = learner.chains[0].step;
  if (average !== undefined) numbers['average.count'] = average.count;
  return { arrays: arraysOf(trainer), numbers };
}

/**
 * Gives a trainer, made of the same rows with the same options, the state of another: it goes on to the same bits.
 *
 * @throws {HarmoniumError} `checkpoint-memory` or `length` with what is missing, too much or impossible; the trainer must not
 * be used then
 */
export function restoreTrainerState(trainer: TrainerInternals, { arrays, numbers }: TrainerState): void {
  const own = trainerStateOf(trainer);
  checkNames('arrays', Object.keys(arrays), Object.keys(own.arrays));
  checkNames('numbers', Object.keys(numbers), Object.keys(own.numbers));
  for (const [name, array] of Object.entries(own.arrays)) {
    const kept = arrays[name];
    if (kept.constructor !== array.constructor) {
      throw impossible(name, array.constructor.name, kept.constructor.name);
    }
    checkLength(name, kept, array.length);
    array.set(kept);
  }
  const { epoch, learnt, wrong, done } = numbers;
  const { rows, options, rbm, learner, average } = trainer;
  if (!(epoch >= 0 && epoch <= options.epochs)) throw impossible('epoch', `at most ${options.epochs}`, epoch);
  if (done > 1 || (epoch === options.epochs && done === 0)) throw impossible('done', '0, or 1 at the end', done);
  if (learnt !== 0 && (done === 1 || !batchEnds(rows, options).includes(learnt))) {
    throw impossible('learnt', 'the end of a batch', learnt);
  }
  if (!(wrong >= 0 && wrong <= learnt * rbm.visible)) {
    throw impossible('wrong', `at most ${learnt * rbm.visible}`, wrong);
  }
  trainer.epoch = epoch;
  trainer.learnt = learnt;
  trainer.wrong = wrong;
  trainer.done = done === 1;
  if (average !== undefined) average.count = numbers['average.count'];
  restoreChains(trainer, arrays['chains'] as Uint32Array, numbers['chains.step']);
  learner.refresh();
}

function restoreChains({ learner: { chains }, rbm }: TrainerInternals, bits: Uint32Array, step: number): void {
  if (chains.length === 0) return;
  if (!(step <= MOST_STEPS)) throw impossible('chains.step', `at most ${MOST_STEPS}`, step);
  const rows = { ...bitRowsOf(chains, rbm.visible), bits };
  for (const [c, chain] of chains.entries()) {
    chain.visible.count = activeBits(chain.visible.active, rows, c);
    chain.step = step;
  }
}

function arraysOf({ rbm, learner, average }: TrainerInternals): Record<string, StateArray> {
  const { velocity, chains, offsets } = learner;
  return {
    ...(chains.length > 0 && {
      chains: bitRowsOf(chains, rbm.visible).bits,
      'offsets.hidden': offsets.hidden,
    }),
    ...(average && { 'average.w': average.w, 'average.bv': average.bv, 'average.bh': average.bh }),
    w: rbm.w,
    bv: rbm.bv,
    bh: rbm.bh,
    'velocity.w': velocity.w,
    'velocity.bv': velocity.bv,
    'velocity.bh': velocity.bh,
  };
}

function checkNames(what: string, names: readonly string[], wanted: readonly string[]): void {
  const [got, expected] = [names, wanted].map((list) => [...list].sort());
  // Not by their joined text: a name may have a comma in it.
  if (got.length === expected.length && got.every((name, n) => name === expected[n])) return;
  throw new HarmoniumError('checkpoint-memory', `the ${what} of a training`, {
    expected: expected.join(', '),
    got: oneLine(got.join(', '), MOST_NAMES),
  });
}

function impossible(name: string, expected: string, got: number | string): HarmoniumError {
  return new HarmoniumError('checkpoint-memory', `'${name}' of a training`, { expected, got: String(got) });
}
