/**
 * The partials of one source under way: a bank of sines that die away, each by itself.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import { cosineOfTurns, sineOfTurns } from '../../math/functions/sine.ts';
import type { PartialTone } from '../instruments/tone.ts';
import { SAMPLE_RATE } from '../sound.ts';

/** Below this a partial is over: 86 dB under full scale. */
const INAUDIBLE = 0.00005;
/** Where a bend takes a partial above the first of these hertz it fades, and at the second it is 80 dB down and rises no further. */
const FADE_FROM = 15000;
const HIGHEST = 20000;
const FAINT = 0.0001;

/** A bank of partials. What it computes does not depend on how its samples are divided into runs. */
export interface PartialBank {
  /** How many samples the longest of its partials is heard. */
  readonly samples: number;
  /** How many partials there are: the arrays have room for a multiple of three. */
  readonly count: number;
  /** shape [partials]: how many samples each is heard */
  readonly lives: Float64Array;
  /** shape [partials]: turns a sample, unbent */
  readonly turns: Float64Array;
  /** shape [partials, 2]: 2r·cos ω and r², where r is what a sample leaves of the amplitude */
  readonly steps: Float64Array;
  /** shape [partials, 2]: the last sample and the one before */
  readonly states: Float64Array;
  /** How many times as high as unbent it sounds. */
  bend: number;
}

/**
 * Puts partials in their places for sample 0.
 *
 * A partial r^n·sin(nω + φ) obeys y[n] = 2r·cos ω·y[n−1] − r²·y[n−2]: two multiplications a sample, and no sine but for
 * the first two.
 *
 * @param held - samples until the key comes up
 * @param release - seconds in which the tone falls to 1/e from then on
 * @param source - the source's number in its tone: sources start at different phases
 */
export function createBank(
  partials: readonly PartialTone[],
  held: number,
  release: number,
  source: number,
): PartialBank {
  // Partials run three by three: the last ones may be silent.
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
    // Phases that differ from partial to partial: in step they would make a spike at each period.
    const phase = 0.381966 * k * k + 0.1 * source;
    states[2 * k] = (level * sineOfTurns(phase - turn)) / shrink;
    states[2 * k + 1] = (level * sineOfTurns(phase - 2 * turn)) / (shrink * shrink);
  }
  return { samples, count: partials.length, lives, turns, steps, states, bend: 1 };
}

/** Samples until a partial is inaudible: it falls by its own decay, and by the release too once its key is up. */
function lifeOf(level: number, decay: number, held: number, release: number): number {
  if (level <= INAUDIBLE) return 0;
  const falls = log(level / INAUDIBLE);
  const alone = decay * falls;
  return Math.ceil(alone <= held ? alone : (falls + held / release) / (1 / decay + 1 / release));
}

/**
 * Writes the next `count` samples of all partials together: three partials at a time, since each waits for its own last
 * sample. Those that are no longer heard cost nothing.
 *
 * @param out - written from its start
 * @param from - the bank's sample at which this begins
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
 * From the next sample on, all partials sound `bend` times as high as unbent. Their phases and amplitudes go on: with the
 * last sample A·sin φ and the one before A/r·sin(φ − ω), A·cos φ = (y[n]·cos ω − r·y[n−1]) / sin ω, and the sample before
 * becomes the one that ω′ would have had.
 *
 * @param from - the bank's next sample
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

/** What is left of a partial of so many turns a sample: nothing may fold back from half the sample rate. */
function bendGain(turns: number): number {
  const above = (turns * SAMPLE_RATE - FADE_FROM) / (HIGHEST - FADE_FROM);
  return above <= 0 ? 1 : Math.max(FAINT, 1 - above);
}
