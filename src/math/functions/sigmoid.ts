/**
 * The logistic function and its integral, with the same bits on every JavaScript engine.
 *
 * @module
 */
import { exp } from './exp.ts';
import { log1p } from './log.ts';

/** 1 / (1 + e^−a): the probability that a unit with input `a` (in nats) is on. 0 below −709.8. */
export function sigmoid(a: number): number {
  return 1 / (1 + exp(-a));
}

/** log(1 + e^a): a hidden unit's term of the free energy, up to the sign. */
export function softplus(a: number): number {
  return a > 0 ? a + log1p(exp(-a)) : log1p(exp(a));
}
