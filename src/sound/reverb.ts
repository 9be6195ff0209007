/**
 * Reverberation: a feedback delay network.
 *
 * @module
 */
import { exp } from '../math/functions/exp.ts';
import { SAMPLE_RATE, type Sound } from './sound.ts';
import { BLOCK } from './voices/voice-part.ts';

/**
 * Lengths of the eight delay lines in samples, 29 to 74 ms: primes, so that their echoes do not coincide. All are longer than a
 * block, so that the echoes in a block depend on earlier blocks only.
 */
const DELAYS: readonly number[] = [1277, 1471, 1693, 1949, 2237, 2539, 2887, 3271];
/** Reverberation time RT60: seconds in which the echoes fall by 60 dB. */
const DECAY_TIME = 1.3;
/** log 1000: 60 dB. */
const SIXTY_DECIBELS = 6.907755278982137;
/** Coefficient of the one-pole low-pass filter in each delay line: lower absorbs more treble. */
const LOW_PASS = 0.55;
/** Length of a ring buffer: a power of two, more than the longest delay and a block. */
const RING = 8192;
/** 300 dB below full scale: such echoes change no audible float32 sample. */
const NEGLIGIBLE = 1e-15;
/** After this many silent blocks the ring buffers hold silence only. */
const IDLE_BLOCKS = Math.ceil(RING / BLOCK);

/**
 * The reverberation of a small hall, block after block.
 *
 * Eight delay lines feed each other through I − ¼·11ᵀ, a Householder reflection, which mixes all lines and preserves energy. The
 * gain of each line is set by its length, so that all decay at the same rate. The left channel goes through the even lines, the
 * right channel through the odd ones.
 *
 * Source: Jot and Chaigne (1991), "Digital delay networks for designing artificial reverberators".
 */
export class Reverb {
  readonly #level: number;
  readonly #rings = DELAYS.map(() => new Float64Array(RING));
  readonly #outs = DELAYS.map(() => new Float64Array(BLOCK));
  readonly #gains = DELAYS.map((delay) => exp((-SIXTY_DECIBELS * delay) / (DECAY_TIME * SAMPLE_RATE)));
  readonly #lowPasses = new Float64Array(DELAYS.length);
  readonly #sum = new Float64Array(BLOCK);
  #at = 0;
  #idleBlocks = IDLE_BLOCKS;

  /** @param level - amplitude of the echoes, 0–1 */
  constructor(level: number) {
    this.#level = level;
  }

  /** Whether all echoes have died away. */
  get idle(): boolean {
    return this.#idleBlocks >= IDLE_BLOCKS;
  }

  /**
   * Feeds a block into the network and adds the echoes of earlier blocks to it.
   *
   * @param block - {@link BLOCK} samples; the last block may have fewer
   * @param silent - whether all samples of the block are 0
   */
  add({ left, right }: Sound, silent: boolean): void {
    if (silent && this.idle) return;
    const sum = this.#sum;
    const from = this.#at;
    sum.fill(0);
    for (const [k, ring] of this.#rings.entries()) {
      const out = this.#outs[k] ?? sum;
      const start = from - (DELAYS[k] ?? 0);
      this.#lowPasses[k] = readDelay(out, ring, start, this.#gains[k] ?? 0, this.#lowPasses[k] ?? 0);
      addTo(sum, out);
    }
    for (const [k, ring] of this.#rings.entries()) {
      writeDelay(ring, from, this.#outs[k] ?? sum, sum, k % 2 === 0 ? left : right);
    }
    for (const [k, out] of this.#outs.entries()) {
      // Alternating signs: the sum would otherwise be louder at low frequencies.
      mixInto(k % 2 === 0 ? left : right, out, k % 4 < 2 ? this.#level : -this.#level);
    }
    this.#at = (from + left.length) & (RING - 1);
    this.#idleBlocks = silent && this.#outs.every(isNegligible) ? this.#idleBlocks + 1 : 0;
    if (this.idle) this.#clear();
  }

  #clear(): void {
    for (const ring of this.#rings) ring.fill(0);
    this.#lowPasses.fill(0);
  }
}

/** Writes a block of a delay line's output after gain and low-pass filter; returns the filter's state. */
function readDelay(out: Float64Array, ring: Float64Array, from: number, gain: number, lowPass: number): number {
  let now = lowPass;
  for (let n = 0; n < BLOCK; n++) {
    now += LOW_PASS * (gain * (ring[(from + n) & (RING - 1)] ?? 0) - now);
    out[n] = now;
  }
  return now;
}

/** Writes a delay line's input: its own output after the reflection, plus the music. */
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

function isNegligible(out: Float64Array): boolean {
  return out.every((sample) => Math.abs(sample) < NEGLIGIBLE);
}
