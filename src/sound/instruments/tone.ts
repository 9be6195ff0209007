/**
 * One note as sound: a sum of partials, each a sine that dies away by itself.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { SAMPLE_RATE } from '../sound.ts';
import { type Bank, bendBank, createBank, runBank } from '../voices/partial-bank.ts';
import type { VoicePart } from '../voices/voice-part.ts';

/** A sine. */
export interface PartialTone {
  /** Hertz, below half the sample rate. */
  readonly frequency: number;
  /** Amplitude at its start. */
  readonly level: number;
  /** Seconds in which it falls to 1/e; Infinity for one that stays. */
  readonly decay: number;
}

/** Partials that come from one place. */
export interface Source {
  readonly partials: readonly PartialTone[];
  /** −1 left, 0 centre, 1 right. */
  readonly pan: number;
}

/** What a key sounds like. */
export interface Tone {
  readonly sources: readonly Source[];
  /** Seconds in which it rises. */
  readonly attack: number;
  /** Seconds in which it falls to 1/e once its key is up. */
  readonly release: number;
}

/**
 * A tone's sources, ready for their first samples.
 *
 * @param held - samples until the key comes up
 */
export function toneParts(tone: Tone, held: number): VoicePart[] {
  return tone.sources.map(({ partials, pan }, s) => {
    return new ToneSource(createBank(partials, held, tone.release, s), tone, held, pan);
  });
}

class ToneSource implements VoicePart {
  readonly pan: number;
  readonly samples: number;
  readonly #bank: Bank;
  /** Samples of the attack, and until the key comes up. */
  readonly #attack: number;
  readonly #held: number;
  /** What a sample of the release leaves, and what it has left so far. */
  readonly #shrink: number;
  #left = 1;

  constructor(bank: Bank, { attack, release }: Tone, held: number, pan: number) {
    this.pan = pan;
    this.samples = bank.samples;
    this.#bank = bank;
    this.#attack = Math.max(1, attack * SAMPLE_RATE);
    this.#held = held;
    this.#shrink = exp(-1 / (release * SAMPLE_RATE));
  }

  run(out: Float64Array, from: number, count: number): void {
    runBank(out, this.#bank, from, count);
    const attack = this.#attack;
    for (let n = from; n < from + count && n < attack; n++) {
      const t = n / attack;
      out[n - from]! *= t * t * (3 - 2 * t);
    }
    const shrink = this.#shrink;
    let left = this.#left;
    for (let n = Math.max(from, this.#held); n < from + count; n++) {
      out[n - from]! *= left;
      left *= shrink;
    }
    this.#left = left;
  }

  bend(ratio: number, from: number): void {
    bendBank(this.#bank, ratio, from);
  }
}
