/**
 * Machines whose decisions are as hard as can be: every visible unit's input lies where a bound could be wrong.
 *
 * @module
 */
import type { Rbm } from '../../src/rbm/rbm.ts';
import { plainHiddenInput } from './hidden-input.ts';
import { plainVisibleInput } from './visible-input.ts';

/** Bits 22–31 of a uniform number: the kernels cut the unit interval into 1,024 cells. */
const CELLS = 1024;

/** What is added to an input, in nats at temperature 1, and in units of the packing's largest error. */
const NUDGES = [0, 1e-9, -1e-9, 9e-7, -9e-7, 1.1e-6, -1.1e-6, 1e-5, -1e-5];
const SHARES = [0, 0, 0, 0.5, -0.5, 0.99, -0.99, 1.01, -1.01];

/** log(p / (1 − p)), p kept off 0 and 1. */
function logit(p: number): number {
  const kept = Math.min(Math.max(p, 2 ** -33), 1 - 2 ** -33);
  return Math.log(kept / (1 - kept));
}

/** An input that a unit with this uniform number finds hard: at its probability, or at an end of its cell. */
export function hardInput(uniform: number, temperature: number, n: number, packingError = 0): number {
  const u = uniform / 2 ** 32;
  const cell = Math.floor(u * CELLS);
  const ends = [u, cell / CELLS, (cell + 1) / CELLS, u, (cell + 1 + (n % 7)) / CELLS, (cell - (n % 5)) / CELLS];
  const at = Math.floor(n / 3) % ends.length;
  const nudge = n % NUDGES.length;
  return (logit(ends[at]) + NUDGES[nudge]) * temperature + SHARES[nudge] * packingError;
}

/** Sets the visible biases so that each unit's input, given these hidden units, is a hard one. */
export function aimBiases(
  rbm: Rbm,
  hidden: readonly number[],
  uniforms: ArrayLike<number>,
  temperature: number,
  shift: number,
): void {
  rbm.bv.fill(0);
  // Half a unit a term, at the finest scale.
  const error = (hidden.length + 2) / 128;
  const input = plainVisibleInput(rbm, hidden);
  for (let i = 0; i < rbm.visible; i++) {
    rbm.bv[i] = hardInput(uniforms[i], temperature, i + shift, error) - input[i];
  }
}

/** The same for the hidden biases, given these visible units. */
export function aimHiddenBiases(
  rbm: Rbm,
  visible: readonly number[],
  uniforms: ArrayLike<number>,
  temperature: number,
  shift: number,
): void {
  rbm.bh.fill(0);
  const error = visible.length / 4096;
  const input = plainHiddenInput(rbm, visible);
  for (let j = 0; j < rbm.hidden; j++) {
    rbm.bh[j] = hardInput(uniforms[j], temperature, j + shift, error) - input[j];
  }
}

/** Weights that try the packing: name, and a weight from a random number in [0, 1) and the number of hidden units. */
export const HARD_WEIGHTS: readonly (readonly [string, (x: number, hidden: number) => number])[] = [
  ['none', () => 0],
  ['all rounded up by half a unit', (x, hidden) => (Math.floor((1500 / hidden) * (x - 0.5)) + 0.5 + 2 ** -9) / 64],
  ['all rounded down by half a unit', (x, hidden) => (Math.floor((1500 / hidden) * (x - 0.5)) + 0.5 - 2 ** -9) / 64],
  ['all equal', () => 0.3],
  ['tiny', (x) => 1e-30 * (x - 0.5)],
  ['smaller than a unit', (x) => 1e-4 * (x - 0.5)],
  ['of many sizes', (x) => (x - 0.5) * 2 ** -Math.floor((x * 1e6) % 41)],
  ['standard', (x) => 4 * x - 2],
  ['large', (x) => (x < 0.5 ? 40 : -40)],
  ['at the limit of the finest sums', (x, hidden) => ((x < 0.5 ? 1 : -1) * (2030 - 2 * hidden)) / 64 / hidden],
  ['at the limit of packed sums', (x, hidden) => ((x < 0.5 ? 1 : -1) * (2030 - 2 * hidden)) / hidden],
  ['past the limit of packed sums', (x, hidden) => ((x < 0.5 ? 1 : -1) * 2050) / hidden],
  ['a thousand', (x) => (x < 0.5 ? 1000 : -1000)],
];
