/**
 * A room around the sound.
 *
 * @module
 */
import { exp } from '../math/functions/exp.ts';
import { SAMPLE_RATE, type Sound } from './sound.ts';
import { BLOCK } from './voices/voice-part.ts';

/**
 * Lengths of the eight delays in samples, 29 to 74 ms: primes, so that their echoes never fall together. All are longer than
 * a block, so a block's echoes are all known before it is written.
 */
const DELAYS: readonly number[] = [1277, 1471, 1693, 1949, 2237, 2539, 2887, 3271];
/** Seconds in which the echoes fall by 60 dB. */
const TIME = 1.3;
/** log 1000: 60 dB. */
const SIXTY_DECIBELS = 6.907755278982137;
/** The share of a delay's output that its follower lets through at once: less is a duller wall. */
const BRIGHTNESS = 0.55;
/** Samples that a delay keeps: a power of two, more than the longest delay and a block. */
const RING = 8192;
/** 300 dB under full scale: echoes below it change no sample of 32 bits that is heard. */
const NOTHING = 1e-15;
/** After so many blocks without a sound or an echo the delays hold nothing more. */
const STILL = Math.ceil(RING / BLOCK);

/**
 * A small hall, block after block.
 *
 * A feedback delay network: eight delays feed each other through I − ¼·11ᵀ, a reflection that mixes all with all and
 * neither adds nor takes energy; what each loses on its way is set by its length, so that all fall alike. The left channel
 * goes into the even delays and comes out of them, the right one into and out of the odd ones.
 *
 * Source: Jot and Chaigne (1991), "Digital delay networks for designing artificial reverberators".
 */
export class Hall {
  readonly #share: number;
  readonly #rings = DELAYS.map(() => new Float64Array(RING));
  readonly #outs = DELAYS.map(() => new Float64Array(BLOCK));
  readonly #gains = DELAYS.map((delay) => exp((-SIXTY_DECIBELS * delay) / (TIME * SAMPLE_RATE)));
  readonly #followers = new Float64Array(DELAYS.length);
  readonly #sum = new Float64Array(BLOCK);
  #at = 0;
  #stillBlocks = STILL;

  /** @param share - the echoes' amplitude, 0–1 */
  constructor(share: number) {
    this.#share = share;
  }

  /** Whether there are no echoes left. */
  get still(): boolean {
    return this.#stillBlocks >= STILL;
  }

  /**
   * Adds the echoes of all before, and takes in this block's sound.
   *
   * @param block - {@link BLOCK} samples; the last block may have fewer
   * @param silent - whether the block has no sound yet
   */
  add({ left, right }: Sound, silent: boolean): void {
    if (silent && this.still) return;
    const sum = this.#sum;
    const from = this.#at;
    sum.fill(0);
    for (const [k, ring] of this.#rings.entries()) {
      const out = this.#outs[k] ?? sum;
      const start = from - (DELAYS[k] ?? 0);
      this.#followers[k] = readDelay(out, ring, start, this.#gains[k] ?? 0, this.#followers[k] ?? 0);
      addTo(sum, out);
    }
    for (const [k, ring] of this.#rings.entries()) {
      writeDelay(ring, from, this.#outs[k] ?? sum, sum, k % 2 === 0 ? left : right);
    }
    for (const [k, out] of this.#outs.entries()) {
      // Every other output turned over: their sum is not louder at low frequencies.
      mixInto(k % 2 === 0 ? left : right, out, k % 4 < 2 ? this.#share : -this.#share);
    }
    this.#at = (from + left.length) & (RING - 1);
    this.#stillBlocks = silent && this.#outs.every(isNothing) ? this.#stillBlocks + 1 : 0;
    if (this.still) this.#clear();
  }

  #clear(): void {
    for (const ring of this.#rings) ring.fill(0);
    this.#followers.fill(0);
  }
}

/** Writes a block of a delay's output, faded for its length and dulled; gives the follower's last value. */
function readDelay(out: Float64Array, ring: Float64Array, from: number, gain: number, follower: number): number {
  let now = follower;
  for (let n = 0; n < BLOCK; n++) {
    now += BRIGHTNESS * (gain * (ring[(from + n) & (RING - 1)] ?? 0) - now);
    out[n] = now;
  }
  return now;
}

/** Puts into a delay its own output reflected, and the music. */
function writeDelay(
  ring: Float64Array,
  from: number,
  out: Float64Array,
  sum: Float64Array,
  channel: Float32Array,
): void {
  for (let n = 0; n < channel.length; n++) {
    ring[(from + n) & (RING - 1)] = (out[n] ?? 0) - 0.25 * (sum[n] ?? 0) + (channel[n] ?? 0);
  }
}

function addTo(sum: Float64Array, out: Float64Array): void {
  for (let n = 0; n < BLOCK; n++) sum[n]! += out[n] ?? 0;
}

function mixInto(channel: Float32Array, out: Float64Array, gain: number): void {
  for (let n = 0; n < channel.length; n++) channel[n]! += gain * (out[n] ?? 0);
}

function isNothing(out: Float64Array): boolean {
  return out.every((sample) => Math.abs(sample) < NOTHING);
}
