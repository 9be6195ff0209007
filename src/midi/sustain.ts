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
const DOWN = 64;

/** While the pedal is down: from tick `start` up to but not including tick `end`. */
interface Down {
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
  const changes = groups([...song.pedals].sort(compareTicks), (change) => part(song, change));
  const downs = new Map([...changes].map(([key, list]) => [key, downsOf(list, song.end)]));
  const keys = groups([...song.notes].sort(compareNotes), (note) => part(song, note) * 128 + note.pitch);
  const cuts = cutSounds(song);
  const notes: Note[] = [];
  for (const [key, list] of keys) {
    const down = downs.get(Math.floor(key / 128));
    for (const note of down === undefined ? list : sustained(list, down, song.end, cuts)) notes.push(note);
  }
  return { ...song, notes: notes.sort(compareNotes), pedals: [] };
}

/** One number for all that a pedal acts on. */
function part(song: Song, { channel, track }: { readonly channel: number; readonly track: number }): number {
  return song.format === 2 ? track * MAX_CHANNELS + channel : channel;
}

/** The notes of one key, in order, with the pedal's work done. */
function sustained(
  notes: readonly Note[],
  downs: readonly Down[],
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
    const silent = cuts(note.track)(note.channel, note.start, release(downs, end));
    const held = Math.max(end, Math.min(silent, next));
    result[i] = { ...note, length: held - note.start };
  }
  return result;
}

/** When the pedal is down, in order. Changes are in order too. */
function downsOf(changes: readonly PedalChange[], songEnd: number): Down[] {
  const downs: Down[] = [];
  let start = -1;
  for (const { tick, value } of changes) {
    if (value >= DOWN && start < 0) start = tick;
    if (value >= DOWN || start < 0) continue;
    downs.push({ start, end: tick });
    start = -1;
  }
  if (start >= 0) downs.push({ start, end: songEnd });
  return downs;
}

/** When a key that comes up at `tick` falls silent. */
function release(downs: readonly Down[], tick: number): number {
  // The last stretch that does not begin after the tick, by halving.
  let low = 0;
  let high = downs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((downs[middle]?.start ?? 0) <= tick) low = middle + 1;
    else high = middle;
  }
  return Math.max(tick, downs[low - 1]?.end ?? 0);
}

function groups<T>(list: readonly T[], keyOf: (entry: T) => number): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const entry of list) {
    const key = keyOf(entry);
    const group = found.get(key);
    if (group === undefined) found.set(key, [entry]);
    else group.push(entry);
  }
  return found;
}
