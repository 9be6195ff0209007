/**
 * The parts of a song: the pitched notes of each channel.
 *
 * @module
 */
import { isDrumChannel, type Note } from '../../midi/song.ts';

/** The notes of one channel. */
export interface Part {
  readonly channel: number;
  /** The pitches it plays, ascending. */
  readonly pitches: readonly number[];
  /** The middle of its velocities. */
  readonly velocity: number;
  /** How many notes it has. */
  readonly count: number;
  /** The middle of its pitches. */
  readonly medianPitch: number;
  /** Tick at which the last of its notes begins, and at which the last ends. */
  readonly lastStart: number;
  readonly end: number;
}

const NO_PART: Part = { channel: 0, pitches: [], velocity: 80, count: 0, medianPitch: 0, lastStart: 0, end: 0 };

/** The parts of some notes, by channel; without drums. */
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

/** A part on another channel. */
export function onChannel(part: Part, channel: number): Part {
  return { ...part, channel };
}

/** The part that plays the nearest pitch; of equally near ones that with the nearer middle, then with the more notes. */
export function partFor(parts: readonly Part[], pitch: number): Part {
  const gap = ({ pitches }: Part): number => pitches.reduce((least, p) => Math.min(least, Math.abs(p - pitch)), 128);
  const off = ({ medianPitch }: Part): number => Math.abs(medianPitch - pitch);
  return parts.reduce(
    (best, part) => ((gap(part) - gap(best) || off(part) - off(best) || best.count - part.count) < 0 ? part : best),
    parts[0] ?? NO_PART,
  );
}

/** The middle of some numbers, of an even count the lower of the two; 80 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 80;
}
