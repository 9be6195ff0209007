/**
 * The kernels of both layers' inputs for users of the library: the lengths of arrays are checked, then the kernel runs.
 *
 * @module
 */
import { checkLength } from '../../check.ts';
import type { Reals } from '../rbm.ts';
import * as hidden from './hidden-input.ts';
import * as visible from './visible-input.ts';

/**
 * Writes `out[j] = bh[j] + Σ w[i][j]` over the active visible units `i`, in float64 and in the list's order. Allocates nothing.
 *
 * @param out - shape [hidden], each hidden unit's input in nats; overwritten
 * @param active - shape [≥ count], the visible units that are on, ascending; not checked
 * @param count - how many of `active` count
 * @param w - shape [visible, hidden], row-major
 * @param bh - shape [hidden]
 * @throws {HarmoniumError} `length` if `bh` and `out` differ in length
 */
export function hiddenInput(out: Float64Array, active: Uint32Array, count: number, w: Reals, bh: Reals): void {
  checkLength('bh', bh, out.length);
  hidden.hiddenInput(out, active, count, w, bh);
}

/**
 * Writes `out[i] = bv[i] + Σ w[i][j]` over the active hidden units `j`, in float64 and in the list's order. Allocates nothing.
 *
 * @param out - shape [visible], each visible unit's input in nats; overwritten
 * @param active - shape [≥ count], the hidden units that are on, ascending; not checked
 * @param count - how many of `active` count
 * @param w - shape [visible, hidden], row-major
 * @param bv - shape [visible]
 * @param hiddenUnits - the number of hidden units
 * @throws {HarmoniumError} `length` if `bv` or `w` does not fit `out`
 */
export function visibleInput(
  out: Float64Array,
  active: Uint32Array,
  count: number,
  w: Reals,
  bv: Reals,
  hiddenUnits: number,
): void {
  checkLength('bv', bv, out.length);
  checkLength('w', w, out.length * hiddenUnits);
  visible.visibleInput(out, active, count, w, bv, hiddenUnits);
}
