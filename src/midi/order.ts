/**
 * The order of a song's lists.
 *
 * @module
 */
import type { Note } from './song.ts';

/** Compares notes by start, channel, pitch, track, then length. */
export function compareNotes(a: Note, b: Note): number {
  return a.start - b.start || a.channel - b.channel || a.pitch - b.pitch || a.track - b.track || a.length - b.length;
}

/** Compares events by tick, then track. */
export function compareTicks(
  a: { readonly tick: number; readonly track?: number },
  b: { readonly tick: number; readonly track?: number },
): number {
  return a.tick - b.tick || (a.track ?? 0) - (b.track ?? 0);
}
