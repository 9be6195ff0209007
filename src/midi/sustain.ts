/**
 * The sustain pedal.
 *
 * @module
 */
import { checkSong } from './check-song.ts';
import { compareNotes, compareTicks } from './order.ts';
import { cutSounds, type NoteCut } from './silencing.ts';
import { MAX_CHANNELS, type Note, type PedalChange, type Song } from './song.ts';

/** From this value on the pedal is down. */
const PEDAL_DOWN = 64;

/** While the pedal is down: from tick `start` up to but not including tick `end`. */
interface PedalSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * The song as it sounds: a note whose key comes up while its channel's pedal is down lasts until the pedal comes up, its
 * key is struck again, its channel is silenced (controller 120), or the song ends. The pedal changes are left out of the
 * result, as their work is done.
 *
 * A pedal acts on its channel in all tracks; in format 2, where tracks are pieces of their own, in its own track. What the
 * pedal does in the tick in which a key comes up counts as done before it.
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

/** One number for all that a pedal acts on. */
function pedalKey(song: Song, { channel, track }: { readonly channel: number; readonly track: number }): number {
  return song.format === 2 ? track * MAX_CHANNELS + channel : channel;
}

/** The notes of one key, in order, with the pedal's work done. */
function sustained(
  notes: readonly Note[],
  spans: readonly PedalSpan[],
  songEnd: number,
  cuts: (track: number) => NoteCut,
): Note[] {
  const result = [...notes];
  // Backwards, since a note needs to know when its key is struck next: at `next`, the first start after its own.
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

/** When the pedal is down, in order. Changes are in order too. */
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

/** When a key that comes up at `tick` falls silent. */
function release(spans: readonly PedalSpan[], tick: number): number {
  // The last stretch that does not begin after the tick, by halving.
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
