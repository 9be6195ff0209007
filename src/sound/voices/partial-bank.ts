/**
 * A bank of decaying sine oscillators: the partials of one source.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import { cosineOfTurns, sineOfTurns } from '../../math/functions/sine.ts';
import type { PartialTone } from '../instruments/tone.ts';
import { SAMPLE_RATE } from '../sound.ts';

/** A partial ends below this: 86 dB under full scale. */
const INAUDIBLE = 0.00005;
/** A partial bent above the first frequency (hertz) fades; at the second it is 80 dB down, and rises no further. */
const FADE_FROM = 15000;
const HIGHEST = 20000;
const FAINT = 0.0001;

/** A bank of partials. Its output does not depend on how its samples are divided into runs. */
export interface PartialBank {
  /** Audible length of the longest partial in samples. */
  readonly samples: number;
  /** Number of partials; the arrays are padded to a multiple of three. */
  readonly count: number;
  /** shape [partials]: audible length in samples */
  readonly lives: Float64Array;
  /** shape [partials]: frequency in turns per sample, without bend */
  readonly turns: Float64Array;
  /** shape [partials, 2]: the coefficients 2r·cos ω and r², where r is the decay per sample */
  readonly steps: Float64Array;
  /** shape [partials, 2]: the last two samples y[n−1] and y[n−2] */
  readonly states: Float64Array;
  /** Current frequency ratio of the pitch bend. */
  bend: number;
}

/**
 * Creates a bank in its state before sample 0.
 *
 * A partial r^n·sin(nω + φ) obeys the recurrence y[n] = 2r·cos ω·y[n−1] − r²·y[n−2]: two multiplications per sample, and sines
 * only for the initial state.
 *
 * @param held - samples from note on to note off
 * @param release - seconds in which the tone falls to 1/e after the note off
 * @param source - index of the source in its tone: sources start at different phases
 */
export function createBank(
  partials: readonly PartialTone[],
  held: number,
  release: number,
  source: number,
): PartialBank {
  // Partials run three at a time; padding partials are silent.
  const size = 3 * Math.ceil(partials.length / 3);
  const lives = new Float64Array(size);
  const turns = new Float64Array(size);
  const steps = new Float64Array(2 * size);
  const states = new Float64Array(2 * size);
  let samples = 0;
  for (const [k, { frequency, level, decay }] of partials.entries()) {
    const life = lifeOf(level, decay * SAMPLE_RATE, held, release * SAMPLE_RATE);
    lives[k] = life;
    if (life > samples) samples = life;
    const turn = frequency / SAMPLE_RATE;
    const shrink = exp(-1 / (decay * SAMPLE_RATE));
    turns[k] = turn;
    steps[2 * k] = 2 * shrink * cosineOfTurns(turn);
    steps[2 * k + 1] = shrink * shrink;
    // Quadratic phases: partials in phase would add up to a spike in each period.
    const phase = 0.381966 * k * k + 0.1 * source;
    states[2 * k] = (level * sineOfTurns(phase - turn)) / shrink;
    states[2 * k + 1] = (level * sineOfTurns(phase - 2 * turn)) / (shrink * shrink);
  }
  return { samples, count: partials.length, lives, turns, steps, states, bend: 1 };
}

/** Samples until a partial is inaudible, by its own decay, and by the release too after the note off. */
function lifeOf(level: number, decay: number, held: number, release: number): number {
  if (level <= INAUDIBLE) return 0;
  const falls = log(level / INAUDIBLE);
  const alone = decay * falls;
  return Math.ceil(alone <= held ? alone : (falls + held / release) / (1 / decay + 1 / release));
}

/**
 * Writes the next `count` samples of the sum of all partials. Three partials run together, since each recurrence waits for its
 * own last sample. Inaudible partials are skipped.
 *
 * @param out - shape [≥ count], overwritten
 * @param from - number of the first sample, from 0
 */
export function runBank(out: Float64Array, { lives, steps, states }: PartialBank, from: number, count: number): void {
  out.fill(0, 0, count);
  for (let k = 0; k < lives.length; k += 3) {
    const end = Math.min(count, Math.max(lives[k] ?? 0, lives[k + 1] ?? 0, lives[k + 2] ?? 0) - from);
    if (end <= 0) continue;
    const at = 2 * k;
    const a0 = steps[at] ?? 0;
    const b0 = steps[at + 1] ?? 0;
    const a1 = steps[at + 2] ?? 0;
    const b1 = steps[at + 3] ?? 0;
    const a2 = steps[at + 4] ?? 0;
    const b2 = steps[at + 5] ?? 0;
    let last0 = states[at] ?? 0;
    let before0 = states[at + 1] ?? 0;
    let last1 = states[at + 2] ?? 0;
    let before1 = states[at + 3] ?? 0;
    let last2 = states[at + 4] ?? 0;
    let before2 = states[at + 5] ?? 0;
    for (let n = 0; n < end; n++) {
      const next0 = a0 * last0 - b0 * before0;
      const next1 = a1 * last1 - b1 * before1;
      const next2 = a2 * last2 - b2 * before2;
      before0 = last0;
      before1 = last1;
      before2 = last2;
      last0 = next0;
      last1 = next1;
      last2 = next2;
      out[n]! += next0 + next1 + next2;
    }
    states[at] = last0;
    states[at + 1] = before0;
    states[at + 2] = last1;
    states[at + 3] = before1;
    states[at + 4] = last2;
    states[at + 5] = before2;
  }
}

/**
 * Changes the frequency ratio of all partials from the next sample on, continuous in phase and amplitude: with the last sample
 * A·sin φ and the one before A/r·sin(φ − ω), A·cos φ = (y[n]·cos ω − r·y[n−1]) / sin ω, and the sample before is replaced by the
 * one that ω′ would have had.
 *
 * @param bend - frequency ratio, 1 for no bend
 * @param from - number of the next sample
 */
export function bendBank(bank: PartialBank, bend: number, from: number): void {
  if (bend === bank.bend) return;
  const { count, lives, turns, steps, states } = bank;
  for (let k = 0; k < count; k++) {
    if ((lives[k] ?? 0) <= from) continue;
    const turn = turns[k] ?? 0;
    const old = Math.min(turn * bank.bend, HIGHEST / SAMPLE_RATE);
    const now = Math.min(turn * bend, HIGHEST / SAMPLE_RATE);
    const shrink = Math.sqrt(steps[2 * k + 1] ?? 0);
    const scale = bendGain(turn * bend) / bendGain(turn * bank.bend);
    const last = states[2 * k] ?? 0;
    const before = states[2 * k + 1] ?? 0;
    const quadrature = (last * cosineOfTurns(old) - shrink * before) / sineOfTurns(old);
    const cosine = cosineOfTurns(now);
    steps[2 * k] = 2 * shrink * cosine;
    states[2 * k] = scale * last;
    states[2 * k + 1] = (scale * (last * cosine - quadrature * sineOfTurns(now))) / shrink;
  }
  bank.bend = bend;
}

/** Gain of a bent partial by its frequency in turns per sample: it fades towards half the sample rate, against aliasing. */
function bendGain(turns: number): number {
  const above = (turns * SAMPLE_RATE - FADE_FROM) / (HIGHEST - FADE_FROM);
  return above <= 0 ? 1 : Math.max(FAINT, 1 - above);
}
