/**
 * Polyphony of the synthesiser: the sounding voices, at most {@link MAX_VOICES}, with voice stealing.
 *
 * @module
 */
import type { Sound } from '../sound.ts';
import { type ChannelFrames, Voice } from './voice.ts';

/**
 * Maximum polyphony, released notes that still ring included. A further note steals a voice, which fades within 6 ms: the one
 * released longest ago, or if all keys are held the oldest.
 */
export const MAX_VOICES = 256;

/** Voices younger than this, 50 ms, are not stolen: the new note is dropped instead. */
const PROTECTED_SAMPLES = 2205;

/** The sounding voices, by start. */
export class Voices {
  #list: Voice[] = [];

  get size(): number {
    return this.#list.length;
  }

  /** Makes room for a voice that starts at sample `at`, by stealing if need be; false if all voices are too young. */
  makeRoom(at: number): boolean {
    if (this.#list.length < MAX_VOICES) return true;
    let sounding = 0;
    let last: Voice | undefined;
    for (const voice of this.#list) {
      if (voice.isCut || voice.end <= at) continue;
      sounding++;
      if (last === undefined || this.#isStolenBefore(voice, last, at)) last = voice;
    }
    if (sounding < MAX_VOICES || last === undefined) return true;
    if (last.start > at - PROTECTED_SAMPLES) return false;
    last.cut(at);
    return true;
  }

  /** Whether voice `a` is stolen before `b`, which began no later. */
  #isStolenBefore(a: Voice, b: Voice, at: number): boolean {
    return a.released <= at && (b.released > at || a.released < b.released);
  }

  add(voice: Voice): void {
    this.#list.push(voice);
  }

  /** Fades out the voices of a channel within 6 ms from sample `at`. */
  cut(channel: number, at: number): void {
    for (const voice of this.#list) if (voice.channel === channel) voice.cut(at);
  }

  /** Mixes all voices into a block that begins at sample `from`; drops voices that end in it. */
  render(block: Sound, from: number, framesOf: (channel: number) => ChannelFrames): void {
    for (const voice of this.#list) voice.render(block, from, framesOf(voice.channel));
    const end = from + block.left.length;
    if (this.#list.some((voice) => voice.end <= end)) this.#list = this.#list.filter((voice) => voice.end > end);
  }
}
