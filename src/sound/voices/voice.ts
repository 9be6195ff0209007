/**
 * A sounding note, which follows its channel's gain, pan and bend.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import type { Sound } from '../sound.ts';
import { addSamples, BLOCK, leftGain, mixPanned, rightGain, type VoicePart } from './voice-part.ts';

/** Samples in a control frame, 1.5 ms: voices read their channel's values once per frame. */
export const FRAME = 64;
/** Frames in a block. */
export const FRAMES: number = BLOCK / FRAME;
/** Smoothing of gain and pan: the share of the distance covered in a frame. 95 % in 15 ms neither clicks nor lags. */
const SMOOTHING = 0.25;
/** Smoothing of bends: 95 % in 5 ms, since pitch changes do not click. */
const BEND_SMOOTHING = 0.6;
/** Smoothing ends within this distance: 80 dB below full volume. */
const SETTLED = 0.0001;
/** Length of the fade of a voice that is cut: 6 ms. */
const FADE_SAMPLES = 256;

/** A channel's values in each control frame of a block. */
export interface ChannelFrames {
  /** shape [{@link FRAMES}]: amplitude, 1 at the default volume */
  readonly gains: Float64Array;
  /** shape [{@link FRAMES}]: −1 hard left, 0 the instrument's own pan, 1 hard right */
  readonly pans: Float64Array;
  /** shape [{@link FRAMES}]: pitch bend in semitones */
  readonly bends: Float64Array;
}

/** A channel's values at a sample, as in {@link ChannelFrames}. */
export interface ChannelSetting {
  readonly gain: number;
  readonly pan: number;
  readonly bend: number;
}

const scratch: Float64Array = new Float64Array(BLOCK);

/** A note from its start until it is inaudible. */
export class Voice {
  readonly channel: number;
  /** The samples of its note on and note off. */
  readonly start: number;
  readonly released: number;
  readonly #parts: readonly VoicePart[];
  #end: number;
  #cut = Infinity;
  #gain: number;
  #pan: number;
  #bend: number;

  /** @param setting - its channel's values at its start, from which it begins without smoothing */
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

  /** The sample after its last. */
  get end(): number {
    return this.#end;
  }

  /** Whether it has been cut. */
  get isCut(): boolean {
    return this.#cut < Infinity;
  }

  /** Fades it out within 6 ms from a sample. */
  cut(at: number): void {
    if (at >= this.#cut) return;
    this.#cut = at;
    this.#end = Math.min(this.#end, at + FADE_SAMPLES);
  }

  /**
   * Mixes its samples into a block.
   *
   * @param from - number of the block's first sample
   * @param frames - its channel's values in each frame of the block
   */
  render(block: Sound, from: number, frames: ChannelFrames): void {
    const length = block.left.length;
    if (!this.isCut && this.#isSettled(frames)) this.#addSteady(block, from, Math.max(from, this.start), length);
    else {
      for (let f = 0; f * FRAME < length; f++) this.#addFrame(block, from, f, frames);
    }
  }

  /** Whether it has reached its channel's values, and those are constant in this block. */
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

/** A part's pan moved by its channel's: 0 keeps it, −1 and 1 move it hard left and right. */
function combinedPan(own: number, pan: number): number {
  return own + (pan < 0 ? pan * (1 + own) : pan * (1 - own));
}

function approach(now: number, target: number, share: number): number {
  return Math.abs(target - now) < SETTLED ? target : now + share * (target - now);
}

function ratioOf(semitones: number): number {
  return semitones === 0 ? 1 : exp((semitones / 12) * Math.LN2);
}

/** Fades out samples; the first of them comes `at` samples after the cut. */
function fade(samples: Float64Array, count: number, at: number): void {
  for (let n = Math.max(0, -at); n < count; n++) {
    const t = Math.min(1, (at + n) / FADE_SAMPLES);
    samples[n]! *= 1 - t * t * (3 - 2 * t);
  }
}

/** Mixes the scratch samples into a sound; pan and gain change linearly over `length` samples. */
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
