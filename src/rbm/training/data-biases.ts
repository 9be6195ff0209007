/**
 * Visible biases from the data.
 *
 * @module
 */
import { columnCounts } from '../../math/bits/active-bits.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { log } from '../../math/functions/log.ts';
import type { Rbm } from '../rbm.ts';

/**
 * Sets each visible bias to log(p / (1 − p)), p the share of rows in which the unit is on, counting one row more with it on
 * and one with it off so that no bias is infinite. The hidden units then need not learn how common each note is.
 *
 * Source: Hinton (2010), section 8.1.
 */
export function setDataBiases(rbm: Rbm, rows: BitRows): void {
  const counts = columnCounts(rows);
  const total = rows.starts.length;
  for (let i = 0; i < rbm.visible; i++) rbm.bv[i] = log((counts[i] + 1) / (total - counts[i] + 1));
}
