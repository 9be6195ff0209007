/**
 * A note that sounds, and follows its channel.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import type { Sound } from '../sound.ts';
import { addSamples, BLOCK, leftGain, mixPanned, rightGain, type VoicePart } from './voice-part.ts';

/** Samples after which a voice looks at its channel anew: 1.5 ms. */
export const FRAME = 64;
/** Frames in a block. */
export const FRAMES: number = BLOCK / FRAME;
/** The share of the way to where its channel is that a voice goes in a frame: 95 % in 15 ms, which neither clicks nor lags. */
const SMOOTHING = 0.25;
/** A pitch makes no click: 95 % in 5 ms. */
const BEND_SMOOTHING = 0.6;
/** Nearer than this it is there: 80 dB under full volume. */
const SETTLED = 0.0001;
/** Samples in which a voice that is cut fades: 6 ms. */
const FADE_SAMPLES = 256;

/** Where a channel is in each frame of a block. */
export interface ChannelFrames {
  /** shape [{@link FRAMES}]: amplitude, beside 1 for a channel that says nothing */
  readonly gains: Float64Array;
  /** shape [{@link FRAMES}]: −1 all left, 0 where the instrument stands, 1 all right */
  readonly pans: Float64Array;
  /** shape [{@link FRAMES}]: semitones above the key's pitch */
  readonly bends: Float64Array;
}

/** Where a channel is at a moment. */
export interface ChannelSetting {
  readonly gain: number;
  readonly pan: number;
  readonly bend: number;
}

const scratch: Float64Array = new Float64Array(BLOCK);

/** A note from its start to where it is no longer heard. */
export class Voice {
  readonly channel: number;
  /** The sample at which it begins, and the one at which its key comes up. */
  readonly start: number;
  readonly released: number;
  readonly #parts: readonly VoicePart[];
  #end: number;
  #cut = Infinity;
  #gain: number;
  #pan: number;
  #bend: number;

  /** @param setting - where its channel is when it begins: there it starts, without a way to go */
  constructor(channel: number, start: number, held: number, parts: readonly VoicePart[], setting: ChannelSetting) {
    this.channel = channel;
    this.start = start;
    this.released = start + held;
    this.#parts = parts;
    this.#end = start + parts.reduce((most, { samples }) => Math.max(most, samples), 0);
    this.#gain = setting.gain;
    this.#pan = setting.pan;
    this.#bend = setting.bend;
    if (setting.bend !== 0) for (const part of parts) part.bend(ratioOf(setting.bend), 0);
  }

  /** The sample from which on it is silent. */
  get end(): number {
    return this.#end;
  }

  /** Whether it is being ended before its time. */
  get isCut(): boolean {
    return this.#cut < Infinity;
  }

  /** Ends it within 6 ms of a sample. */
  cut(at: number): void {
    if (at >= this.#cut) return;
    this.#cut = at;
    this.#end = Math.min(this.#end, at + FADE_SAMPLES);
  }

  /**
   * Adds its samples of a block to it.
   *
   * @param from - the block's first sample
   * @param motion - where its channel is in each frame, whether that changes or not
   */
  render(block: Sound, from: number, frames: ChannelFrames): void {
    const length = block.left.length;
    if (!this.isCut && this.#isSettled(frames)) this.#addSteady(block, from, Math.max(from, this.start), length);
    else {
      for (let f = 0; f * FRAME < length; f++) this.#addFrame(block, from, f, frames);
    }
  }

  /** Whether it is where its channel is and stays. */
  #isSettled({ gains, pans, bends }: ChannelFrames): boolean {
    for (let f = 0; f < FRAMES; f++) {
      if (gains[f] !== this.#gain || pans[f] !== this.#pan || bends[f] !== this.#bend) return false;
    }
    return true;
  }

  #addSteady(block: Sound, from: number, at: number, length: number): void {
    for (const part of this.#parts) {
      const count = Math.min(from + length - at, part.samples - (at - this.start));
      if (count <= 0) continue;
      addSamples(block, at - from, part, at - this.start, count, combinedPan(part.pan, this.#pan), this.#gain);
    }
  }

  #addFrame(block: Sound, from: number, f: number, { gains, pans, bends }: ChannelFrames): void {
    const begin = Math.max(this.start, from + f * FRAME);
    const end = Math.min(from + Math.min(block.left.length, (f + 1) * FRAME), this.#end);
    if (begin >= end) return;
    const gain = approach(this.#gain, gains[f] ?? 0, SMOOTHING);
    const pan = approach(this.#pan, pans[f] ?? 0, SMOOTHING);
    const bend = approach(this.#bend, bends[f] ?? 0, BEND_SMOOTHING);
    for (const part of this.#parts) {
      const age = begin - this.start;
      const count = Math.min(end - begin, part.samples - age);
      if (count <= 0) continue;
      if (bend !== this.#bend) part.bend(ratioOf(bend), age);
      part.run(scratch, age, count);
      if (end > this.#cut) fade(scratch, count, begin - this.#cut);
      const [before, after] = [combinedPan(part.pan, this.#pan), combinedPan(part.pan, pan)];
      if (gain === this.#gain && before === after) mixPanned(block, begin - from, scratch, count, before, gain);
      else mixRamped(block, begin - from, count, end - begin, [before, this.#gain], [after, gain]);
    }
    this.#gain = gain;
    this.#pan = pan;
    this.#bend = bend;
  }
}

/** A place on the way from the instrument's own, at 0, to the left or right edge, at −1 or 1. */
function combinedPan(own: number, pan: number): number {
  return own + (pan < 0 ? pan * (1 + own) : pan * (1 - own));
}

function approach(now: number, target: number, share: number): number {
  return Math.abs(target - now) < SETTLED ? target : now + share * (target - now);
}

function ratioOf(semitones: number): number {
  return semitones === 0 ? 1 : exp((semitones / 12) * Math.LN2);
}

/** Fades the samples: the first of them stands `at` samples after the cut. */
function fade(samples: Float64Array, count: number, at: number): void {
  for (let n = Math.max(0, -at); n < count; n++) {
    const t = Math.min(1, (at + n) / FADE_SAMPLES);
    samples[n]! *= 1 - t * t * (3 - 2 * t);
  }
}

/** Adds the scratch samples with gains that go from one place and gain to another in `length` samples. */
function mixRamped(
  { left, right }: Sound,
  at: number,
  count: number,
  length: number,
  [fromPan, fromGain]: readonly [number, number],
  [toPan, toGain]: readonly [number, number],
): void {
  let toLeft = fromGain * leftGain(fromPan);
  let toRight = fromGain * rightGain(fromPan);
  const leftStep = (toGain * leftGain(toPan) - toLeft) / length;
  const rightStep = (toGain * rightGain(toPan) - toRight) / length;
  for (let n = 0; n < count; n++) {
    toLeft += leftStep;
    toRight += rightStep;
    const sample = scratch[n] ?? 0;
    left[at + n]! += toLeft * sample;
    right[at + n]! += toRight * sample;
  }
}
