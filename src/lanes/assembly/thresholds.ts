/**
 * What a sum says about a unit before its probability is known: tables by the sum and by the first bits of the unit's uniform number.
 *
 * A unit fires when its number u < 256 is below 256 σ(a). Sums fall into 32 bins of 128 units; for each bin and each error of the sum,
 * `byteBounds` has a byte that 256 σ is certainly not above and one that it is certainly not below. Two shuffles of bytes look up
 * sixteen units at once. Of 2,340 visible units a byte leaves some 20 open; for those the ten bits of `cells` are compared.
 */
import { inverse, scale } from './limits';
import { sigmoid } from './logistic';
import { byteBounds, cells, mostError, offNats, onNats } from './machine';

/** A bin's sums: 4 bits go with a division of int16, 3 with one of bytes. */
const BIN: f64 = 128;

/**
 * Writes the tables for the scale and temperature of `limits`. Of each error, in half units: 16 bytes of upper bounds of bins 0 to 15
 * below zero, then those above; the same of lower bounds.
 */
export function writeThresholds(): void {
  for (let error = 0; error <= mostError; error++) {
    const row = byteBounds + (error << 6);
    // A sum's bits are cut off, which takes less than a unit, and so are those of the rounding of σ.
    const margin: f64 = (0.5001 * <f64>error + 1) / <f64>scale + 1e-6;
    for (let bin = -16; bin < 16; bin++) {
      let above = Math.ceil(256 * sigmoid(inverse * ((<f64>(bin + 1) * BIN) / <f64>scale + margin)) + 1e-9) - 1;
      let below = Math.floor(256 * sigmoid(inverse * ((<f64>bin * BIN) / <f64>scale - margin)) - 1e-9);
      // The outermost bins have all sums beyond them too; at the largest error nothing is certain.
      if (bin == 15 || error == mostError) above = 255;
      if (bin == -16 || error == mostError) below = 0;
      const to = row + (bin & 15) + (bin < 0 ? 0 : 16);
      store<u8>(to, <u8>min<f64>(255, max<f64>(0, above)), 0);
      store<u8>(to, <u8>min<f64>(255, max<f64>(0, below)), 32);
    }
  }
  for (let cell: usize = 0; cell < 1024; cell++) {
    const to = cells + (cell << 2);
    store<i16>(
      to,
      <i16>max<f64>(-32768, min<f64>(32767, Math.floor(load<f64>(offNats + (cell << 3)) * <f64>scale - 0.02))),
      0,
    );
    store<i16>(
      to,
      <i16>max<f64>(-32768, min<f64>(32767, Math.ceil(load<f64>(onNats + (cell << 3)) * <f64>scale + 0.02))),
      2,
    );
  }
}

/** The bins of sixteen sums, 0–15 from zero on and 16–31 below it: `mask` is 31 in each byte. */
export function binsOf(low: v128, high: v128, mask: v128): v128 {
  return v128.and(i16x8.shr_u(i8x16.narrow_i16x8_s(i16x8.shr_s(low, 4), i16x8.shr_s(high, 4)), 3), mask);
}

/** Looks bins up in a table of 32 bytes; `below` is bins − 16. A shuffle gives 0 for what is not 0–15. */
export function lookUp(bins: v128, below: v128, fromZero: v128, belowZero: v128): v128 {
  return v128.or(i8x16.swizzle(fromZero, bins), i8x16.swizzle(belowZero, below));
}

export function isZero(x: v128): v128 {
  return i8x16.eq(x, i8x16.splat(0));
}
