/**
 * Float32 arrays for the tests of dense kernels.
 *
 * @module
 */
import { mulberry32 } from '../reference/mulberry32.ts';

/** Kinds of numbers: ordinary ones, and those at which arithmetic has borders. */
export const KINDS = ['ordinary', 'wide', 'tiny', 'huge', 'saturated', 'special'] as const;
export type Kind = (typeof KINDS)[number];

const SPECIAL = [0, -0, 1, -1, 2 ** -149, -(2 ** -149), 2 ** -126, 3.4e38, -3.4e38, Infinity, -Infinity, NaN, 88, -104];

/** `length` numbers of a kind, from a seed. */
export function floats(length: number, seed: number, kind: Kind = 'ordinary'): Float32Array {
  const draw = mulberry32(seed);
  const one = (): number => {
    const u = 2 * draw() - 1;
    switch (kind) {
      case 'ordinary':
        return u;
      case 'wide':
        return u * 2 ** (60 * draw() - 30);
      case 'tiny':
        return u * 2 ** (-149 + 60 * draw());
      case 'huge':
        return u * 2 ** (40 + 87 * draw());
      case 'saturated':
        return 200 * u;
      case 'special':
        return draw() < 0.5 ? u : SPECIAL[Math.floor(SPECIAL.length * draw())];
    }
  };
  return Float32Array.from({ length }, one);
}

/** The bits of float32 numbers, all NaN the same: which bits a NaN has is not part of the contract. */
export function bitsOfFloats(values: Float32Array): Uint32Array {
  const bits = new Uint32Array(values.slice().buffer);
  for (let k = 0; k < bits.length; k++) if (Number.isNaN(values[k])) bits[k] = 0x7fc00000;
  return bits;
}
