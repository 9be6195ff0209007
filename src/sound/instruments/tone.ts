/**
 * Additive synthesis of a note: a sum of sines, each with its own decay.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { SAMPLE_RATE } from '../sound.ts';
import { bendBank, createBank, type PartialBank, runBank } from '../voices/partial-bank.ts';
import { type VoicePart } from '../voices/voice-part.ts';

/** A sine. */
export interface PartialTone {
  /** Hertz, below half the sample rate. */
  readonly frequency: number;
  /** Initial amplitude. */
  readonly level: number;
  /** Seconds in which it falls to 1/e; Infinity for no decay. */
  readonly decay: number;
}

/** Partials with a common pan. */
export interface Source {
  readonly partials: readonly PartialTone[];
  /** −1 left, 0 centre, 1 right. */
  readonly pan: number;
}

/** The sound of a note. */
export interface Tone {
  readonly sources: readonly Source[];
  /** Seconds of the attack. */
  readonly attack: number;
  /** Seconds in which it falls to 1/e after the note off. */
  readonly release: number;
}

/**
 * A tone's sources, ready for their first samples.
 *
 * @param held - samples from note on to note off
 */
export function toneParts(tone: Tone, held: number): VoicePart[] {
  return tone.sources.map(({ partials, pan }, s) => {
    return new ToneSource(createBank(partials, held, tone.release, s), tone, held, pan);
  });
}

class ToneSource implements VoicePart {
  readonly pan: number;
  readonly samples: number;
  readonly #bank: PartialBank;
  /** Samples of the attack, and samples to the note off. */
  readonly #attack: number;
  readonly #held: number;
  /** Gain per sample of the release, and the gain it has come to. */
  readonly #releaseFactor: number;
  #releaseGain = 1;

  constructor(bank: PartialBank, { attack, release }: Tone, held: number, pan: number) {
    this.pan = pan;
    this.samples = bank.samples;
    this.#bank = bank;
    this.#attack = Math.max(1, attack * SAMPLE_RATE);
    this.#held = held;
    this.#releaseFactor = exp(-1 / (release * SAMPLE_RATE));
  }

  run(out: Float64Array, from: number, count: number): void {
    runBank(out, this.#bank, from, count);
    const attack = this.#attack;
    for (let n = from; n < from + count && n < attack; n++) {
      const t = n / attack;
      out[n - from]! *= t * t * (3 - 2 * t);
    }
    const factor = this.#releaseFactor;
    let gain = this.#releaseGain;
    for (let n = Math.max(from, this.#held); n < from + count; n++) {
      out[n - from]! *= gain;
      gain *= factor;
    }
    this.#releaseGain = gain;
  }

  bend(ratio: number, from: number): void {
    bendBank(this.#bank, ratio, from);
  }
}
