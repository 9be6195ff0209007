/**
 * The voices that sound at a time: a stated number of them.
 *
 * @module
 */
import type { Sound } from '../sound.ts';
import { type ChannelFrames, Voice } from './voice.ts';

/**
 * The most notes that sound at a time, those that ring on after their keys came up among them. One more ends another within
 * 6 ms: the one whose key has been up for longest, or if all are down the one that began first.
 */
export const MAX_VOICES = 256;

/** Samples that a note has to itself, 50 ms: one for which only a younger one could be ended is left out. */
const PROTECTED_SAMPLES = 2205;

/** Voices in the order in which they began. */
export class Voices {
  #list: Voice[] = [];

  get size(): number {
    return this.#list.length;
  }

  /** Makes room for a voice from sample `at` on; false if all the room is taken by others that have only just begun. */
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

  /** Whether voice `a` is ended sooner than `b`, which began no later. */
  #isStolenBefore(a: Voice, b: Voice, at: number): boolean {
    return a.released <= at && (b.released > at || a.released < b.released);
  }

  add(voice: Voice): void {
    this.#list.push(voice);
  }

  /** Ends the voices of a channel within 6 ms of sample `at`. */
  cut(channel: number, at: number): void {
    for (const voice of this.#list) if (voice.channel === channel) voice.cut(at);
  }

  /** Adds to a block that begins at sample `from` what sounds in it; lets go of voices that end there. */
  render(block: Sound, from: number, framesOf: (channel: number) => ChannelFrames): void {
    for (const voice of this.#list) voice.render(block, from, framesOf(voice.channel));
    const end = from + block.left.length;
    if (this.#list.some((voice) => voice.end <= end)) this.#list = this.#list.filter((voice) => voice.end > end);
  }
}
