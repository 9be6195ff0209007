/**
 * Piano rolls that wait to be learnt, in a third of their room: of 100,000 songs that is 45 MB instead of 140.
 *
 * @module
 */
import { wordsFor } from '../../math/bits/bit-rows.ts';
import type { PianoRoll, PitchRange } from '../../roll/piano-roll.ts';
import { bitsPerStep } from '../../roll/roll-shape.ts';

/** So many bits are 0, and the next one is not meant. */
const FAR = 255;

/** A roll whose bits are unpacked when they are asked for: each time anew, but for the roll that was asked last. */
export class PackedRoll implements PianoRoll {
  readonly steps: number;
  readonly grid: number;
  readonly pitches: PitchRange;
  readonly #gaps: Uint8Array<ArrayBuffer>;
  readonly #from: number;
  readonly #to: number;

  /** Takes bytes `from` to `to` of what {@link packBits} wrote. */
  constructor(
    steps: number,
    shape: Pick<PianoRoll, 'grid' | 'pitches'>,
    gaps: Uint8Array<ArrayBuffer>,
    from: number,
    to: number,
  ) {
    this.steps = steps;
    this.grid = shape.grid;
    this.pitches = shape.pitches;
    this.#gaps = gaps;
    this.#from = from;
    this.#to = to;
  }

  get bits(): Uint32Array {
    const words = wordsFor(this.steps * bitsPerStep(this.pitches));
    const { gaps, from, to, bits } = last;
    if (gaps === this.#gaps && from === this.#from && to === this.#to && bits.length === words) return bits;
    const unpacked = unpackBits(this.#gaps, this.#from, this.#to, words);
    last = { gaps: this.#gaps, from: this.#from, to: this.#to, bits: unpacked };
    return unpacked;
  }
}

/** What was unpacked last. */
let last = { gaps: new Uint8Array(0), from: 0, to: 0, bits: new Uint32Array(0) };

/** A copy of the roll, packed. */
export function packRoll(roll: PianoRoll): PackedRoll {
  const room = new Uint8Array(mostPacked(roll.bits));
  const gaps = room.slice(0, packBits(room, 0, roll.bits));
  return new PackedRoll(roll.steps, roll, gaps, 0, gaps.length);
}

/** The most bytes that bits can take packed: one for each that is 1, and one for each stretch of {@link FAR}. */
export function mostPacked(bits: Uint32Array): number {
  let ones = 0;
  for (let k = 0; k < bits.length; k++) for (let rest = bits[k] ?? 0; rest !== 0; rest &= rest - 1) ones++;
  return ones + Math.ceil((32 * bits.length) / FAR);
}

/**
 * Writes, from byte `at` on, how many bits are 0 before each that is 1; {@link FAR} for so many and no 1.
 *
 * @param gaps - room for {@link mostPacked} bytes from `at` on
 * @returns where the next roll's bytes may begin
 */
export function packBits(gaps: Uint8Array, at: number, bits: Uint32Array): number {
  let end = at;
  let after = 0;
  for (let k = 0; k < bits.length; k++) {
    for (let rest = bits[k] ?? 0; rest !== 0; ) {
      const place = Math.clz32(rest);
      const bit = 32 * k + place;
      for (; bit - after >= FAR; after += FAR) gaps[end++] = FAR;
      gaps[end++] = bit - after;
      after = bit + 1;
      rest &= ~(0x80000000 >>> place);
    }
  }
  return end;
}

function unpackBits(gaps: Uint8Array, from: number, to: number, words: number): Uint32Array<ArrayBuffer> {
  const bits = new Uint32Array(words);
  let bit = 0;
  for (let n = from; n < to; n++) {
    const gap = gaps[n] ?? FAR;
    bit += gap;
    if (gap === FAR) continue;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (0x80000000 >>> (bit & 31));
    bit++;
  }
  return bits;
}
