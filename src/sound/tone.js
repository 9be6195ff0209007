'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.addTone = addTone;
/**
 * One note as sound: a sum of partials, each a sine that dies away by itself.
 *
 * @module
 */
const exp_ts_1 = require('../math/exp.js');
const log_ts_1 = require('../math/log.js');
const sine_ts_1 = require('../math/sine.js');
const sound_ts_1 = require('./sound.js');
/** Below this a partial is over: 86 dB under full scale. */
const INAUDIBLE = 0.00005;
const BLOCK = 1024;
const scratch = new Float64Array(BLOCK);
/**
 * Adds a tone to a sound.
 *
 * A partial r^n·sin(nω + φ) obeys y[n] = 2r·cos ω·y[n−1] − r²·y[n−2]: two multiplications a sample, and no sine but for
 * the first two. What would sound beyond the sound's end is lost.
 *
 * @param start - the sample at which its key goes down, ≥ 0
 * @param held - samples until its key comes up
 */
function addTone(sound, start, held, tone) {
  for (const [s, { partials, pan }] of tone.sources.entries()) {
    const bank = createBank(partials, held, tone.release, s);
    const samples = Math.min(bank.samples, sound.left.length - start);
    // Equal power: the two gains' squares add up to 1 wherever it stands.
    const toLeft = (0, sine_ts_1.cosineOfTurns)((pan + 1) / 8);
    const toRight = (0, sine_ts_1.sineOfTurns)((pan + 1) / 8);
    const envelope = createEnvelope(tone, held);
    for (let from = 0; from < samples; from += BLOCK) {
      const count = Math.min(BLOCK, samples - from);
      runBank(bank, from, count);
      shape(envelope, from, count);
      mixIn(sound, start + from, count, toLeft, toRight);
    }
  }
}
/** Partials run three by three: the last ones may be silent. */
function createBank(partials, held, release, source) {
  const count = 3 * Math.ceil(partials.length / 3);
  const lives = new Float64Array(count);
  const steps = new Float64Array(2 * count);
  const states = new Float64Array(2 * count);
  for (const [k, { frequency, level, decay }] of partials.entries()) {
    lives[k] = lifeOf(level, decay * sound_ts_1.SAMPLE_RATE, held, release * sound_ts_1.SAMPLE_RATE);
    const turn = frequency / sound_ts_1.SAMPLE_RATE;
    const shrink = (0, exp_ts_1.exp)(-1 / (decay * sound_ts_1.SAMPLE_RATE));
    steps[2 * k] = 2 * shrink * (0, sine_ts_1.cosineOfTurns)(turn);
    steps[2 * k + 1] = shrink * shrink;
    // Phases that differ from partial to partial: in step they would make a spike at each period.
    const phase = 0.381966 * k * k + 0.1 * source;
    states[2 * k] = (level * (0, sine_ts_1.sineOfTurns)(phase - turn)) / shrink;
    states[2 * k + 1] = (level * (0, sine_ts_1.sineOfTurns)(phase - 2 * turn)) / (shrink * shrink);
  }
  return { samples: lives.reduce((most, life) => Math.max(most, life), 0), lives, steps, states };
}
/** Samples until a partial is inaudible: it falls by its own decay, and by the release too once its key is up. */
function lifeOf(level, decay, held, release) {
  if (level <= INAUDIBLE) return 0;
  const falls = (0, log_ts_1.log)(level / INAUDIBLE);
  const alone = decay * falls;
  return Math.ceil(alone <= held ? alone : (falls + held / release) / (1 / decay + 1 / release));
}
/** Writes the sum of all partials to the scratch block: three at a time, since each waits for its own last sample. */
function runBank({ lives, steps, states }, from, count) {
  const out = scratch;
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
      out[n] += next0 + next1 + next2;
    }
    states[at] = last0;
    states[at + 1] = before0;
    states[at + 2] = last1;
    states[at + 3] = before1;
    states[at + 4] = last2;
    states[at + 5] = before2;
  }
}
function createEnvelope({ attack, release }, held) {
  return {
    attack: Math.max(1, attack * sound_ts_1.SAMPLE_RATE),
    held,
    shrink: (0, exp_ts_1.exp)(-1 / (release * sound_ts_1.SAMPLE_RATE)),
    left: 1,
  };
}
function shape(envelope, from, count) {
  const { attack, held, shrink } = envelope;
  for (let n = from; n < from + count && n < attack; n++) {
    const t = n / attack;
    scratch[n - from] *= t * t * (3 - 2 * t);
  }
  let { left } = envelope;
  for (let n = Math.max(from, held); n < from + count; n++) {
    scratch[n - from] *= left;
    left *= shrink;
  }
  envelope.left = left;
}
function mixIn({ left, right }, at, count, toLeft, toRight) {
  for (let n = 0; n < count; n++) {
    const sample = scratch[n] ?? 0;
    left[at + n] += toLeft * sample;
    right[at + n] += toRight * sample;
  }
}
