/**
 * The parts of a song: the pitched notes of each channel.
 *
 * @module
 */
import { isDrumChannel, type Note } from '../../midi/song.ts';

/** The notes of one channel. */
export interface Part {
  readonly channel: number;
  /** Its different pitches, ascending. */
  readonly pitches: readonly number[];
  /** Median velocity. */
  readonly velocity: number;
  /** Number of notes. */
  readonly count: number;
  /** Median of `pitches`. */
  readonly medianPitch: number;
  /** Tick of its last note's start. */
  readonly lastStart: number;
  /** Tick at which its last sounding note ends. */
  readonly end: number;
}

const NO_PART: Part = { channel: 0, pitches: [], velocity: 80, count: 0, medianPitch: 0, lastStart: 0, end: 0 };

/** The parts of some notes by channel, ascending; percussion is left out. */
export function partsOf(notes: readonly Note[]): Part[] {
  const channels = new Map<number, Note[]>();
  for (const note of notes) {
    if (isDrumChannel(note.channel)) continue;
    const list = channels.get(note.channel);
    if (list === undefined) channels.set(note.channel, [note]);
    else list.push(note);
  }
  return [...channels].sort(([a], [b]) => a - b).map(([channel, list]) => partOf(channel, list));
}

function partOf(channel: number, notes: readonly Note[]): Part {
  const pitches = [...new Set(notes.map(({ pitch }) => pitch))].sort((a, b) => a - b);
  return {
    channel,
    pitches,
    velocity: median(notes.map(({ velocity }) => velocity)),
    count: notes.length,
    medianPitch: median(pitches),
    lastStart: notes.reduce((last, { start }) => Math.max(last, start), 0),
    end: notes.reduce((end, { start, length }) => Math.max(end, start + length), 0),
  };
}

/** The same part on another channel. */
export function onChannel(part: Part, channel: number): Part {
  return { ...part, channel };
}

/** The part that plays the nearest pitch; ties go to the nearer median pitch, then to the part with more notes. */
export function partFor(parts: readonly Part[], pitch: number): Part {
  const gap = ({ pitches }: Part): number => pitches.reduce((least, p) => Math.min(least, Math.abs(p - pitch)), 128);
  const off = ({ medianPitch }: Part): number => Math.abs(medianPitch - pitch);
  return parts.reduce(
    (best, part) => ((gap(part) - gap(best) || off(part) - off(best) || best.count - part.count) < 0 ? part : best),
    parts[0] ?? NO_PART,
  );
}

/** The lower median; 80, a default velocity, for an empty list. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 80;
}
