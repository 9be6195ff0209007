/**
 * Applying the sustain pedal.
 *
 * @module
 */
import { checkSong } from './check-song.ts';
import { compareNotes, compareTicks } from './order.ts';
import { cutSounds, type NoteCut } from './silencing.ts';
import { MAX_CHANNELS, type Note, type PedalChange, type Song } from './song.ts';

/** The pedal is down from this value on. */
const PEDAL_DOWN = 64;

/** A time in which the pedal is down: ticks [start, end). */
interface PedalSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Lengthens notes by the sustain pedal: a note released while its channel's pedal is down lasts until the pedal is lifted, the
 * same pitch is struck again, "all sound off" (controller 120), or the end of the song. The result has no pedal changes.
 *
 * A pedal acts on its channel in all tracks; in format 2, whose tracks are independent, in its own track only. A pedal change in
 * the tick of a note off counts as earlier.
 *
 * @throws {HarmoniumError} `option-range`, which names the entry and the field
 */
export function sustain(song: Song): Song {
  checkSong(song);
  if (song.pedals.length === 0) return { ...song, notes: [...song.notes].sort(compareNotes) };
  const changes = groupBy([...song.pedals].sort(compareTicks), (change) => pedalKey(song, change));
  const spansByKey = new Map([...changes].map(([key, list]) => [key, pedalSpans(list, song.end)]));
  const keys = groupBy([...song.notes].sort(compareNotes), (note) => pedalKey(song, note) * 128 + note.pitch);
  const cuts = cutSounds(song);
  const notes: Note[] = [];
  for (const [key, list] of keys) {
    const spans = spansByKey.get(Math.floor(key / 128));
    for (const note of spans === undefined ? list : sustained(list, spans, song.end, cuts)) notes.push(note);
  }
  return { ...song, notes: notes.sort(compareNotes), pedals: [] };
}

/** A number for the notes that a pedal acts on: the channel, or in format 2 track and channel. */
function pedalKey(song: Song, { channel, track }: { readonly channel: number; readonly track: number }): number {
  return song.format === 2 ? track * MAX_CHANNELS + channel : channel;
}

/** The notes of one pitch and channel, sorted by start, lengthened by the pedal. */
function sustained(
  notes: readonly Note[],
  spans: readonly PedalSpan[],
  songEnd: number,
  cuts: (track: number) => NoteCut,
): Note[] {
  const result = [...notes];
  // Backwards, since a note needs the next start of its pitch: `next`, the first one after its own.
  let next = songEnd;
  let seen = songEnd;
  for (let i = notes.length - 1; i >= 0; i--) {
    const note = notes[i];
    if (note === undefined) break;
    if (note.start < seen) {
      next = seen;
      seen = note.start;
    }
    const end = note.start + note.length;
    const silent = cuts(note.track)(note.channel, note.start, release(spans, end));
    const held = Math.max(end, Math.min(silent, next));
    result[i] = { ...note, length: held - note.start };
  }
  return result;
}

/** The times in which the pedal is down, from sorted changes. */
function pedalSpans(changes: readonly PedalChange[], songEnd: number): PedalSpan[] {
  const spans: PedalSpan[] = [];
  let start = -1;
  for (const { tick, value } of changes) {
    if (value >= PEDAL_DOWN && start < 0) start = tick;
    if (value >= PEDAL_DOWN || start < 0) continue;
    spans.push({ start, end: tick });
    start = -1;
  }
  if (start >= 0) spans.push({ start, end: songEnd });
  return spans;
}

/** The end of a note that is released at `tick`. */
function release(spans: readonly PedalSpan[], tick: number): number {
  // Binary search: the last span that does not begin after the tick.
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.start ?? 0) <= tick) low = middle + 1;
    else high = middle;
  }
  return Math.max(tick, spans[low - 1]?.end ?? 0);
}

function groupBy<T>(list: readonly T[], keyOf: (entry: T) => number): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const entry of list) {
    const key = keyOf(entry);
    const group = found.get(key);
    if (group === undefined) found.set(key, [entry]);
    else group.push(entry);
  }
  return found;
}
