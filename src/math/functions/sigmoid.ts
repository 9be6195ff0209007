/**
 * The logistic function and its integral, with the same bits on every JavaScript engine.
 *
 * @module
 */
import { exp } from './exp.ts';
import { log1p } from './log.ts';

/** 1 / (1 + e^−a): the probability that a unit with input `a` (in nats) fires. 0 below −709.8. */
export function sigmoid(a: number): number {
  return 1 / (1 + exp(-a));
}

/** log(1 + e^a): a hidden unit's share of the free energy. */
export function softplus(a: number): number {
  return a > 0 ? a + log1p(exp(-a)) : log1p(exp(a));
}
