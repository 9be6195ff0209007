/**
 * The events of a song's file, without removed entries and merged with new events.
 *
 * @module
 */
import type { MidiEvent as Encoded } from 'midi-file';
import type { Song, SourceTrack } from '../song.ts';
import { META, ON, type TimedEvent } from './song-events.ts';

/** Every entry of a song's lists. */
export function entriesOf(song: Song): Set<object> {
  const { notes, tempos, timeSignatures, programs, pedals } = song;
  const { controls = [], bends = [], pressures = [], keySignatures = [] } = song;
  const all = new Set<object>();
  const lists = [notes, tempos, timeSignatures, programs, pedals, controls, bends, pressures, keySignatures];
  for (const list of lists) for (const entry of list) all.add(entry);
  return all;
}

/** Every entry that has an event in the song's file, or that the file implies. */
export function writtenEntries({ source }: Song): Set<object> {
  const written = new Set<object>(source?.implied);
  for (const { owners } of source?.tracks ?? [])
    for (const owner of owners) if (owner !== undefined) written.add(owner);
  return written;
}

/**
 * A track's events: those of the file in file order, without those of removed entries, and new ones. At the same tick new events
 * come first, except new note ons, which come last.
 *
 * @param kept - the song's entries
 * @param added - in the order in which to write them
 */
export function mergeEvents(
  source: SourceTrack,
  kept: ReadonlySet<object>,
  added: readonly TimedEvent[],
): Iterable<TimedEvent> {
  return merge(sourceEvents(source, kept), added);
}

function* sourceEvents({ events, owners }: SourceTrack, kept: ReadonlySet<object>): Generator<TimedEvent> {
  let port = 0;
  for (const [n, { tick, bytes }] of events.entries()) {
    const owner = owners[n];
    const status = bytes[0] ?? 0;
    const isPort = status === 0xff && bytes[1] === 0x21 && bytes.length > 2;
    if (isPort) port = (bytes[2] ?? 0) & 127;
    if (owner !== undefined && !kept.has(owner)) continue;
    yield { tick, rank: META, event: encoded(bytes), port: isPort || status < 0xf0 ? port : undefined };
  }
}

function* merge(source: Iterable<TimedEvent>, added: readonly TimedEvent[]): Generator<TimedEvent> {
  let next = 0;
  for (const event of source) {
    for (let one = added[next]; one !== undefined; one = added[++next]) {
      if (one.tick > event.tick || (one.tick === event.tick && one.rank === ON)) break;
      yield one;
    }
    yield event;
  }
  for (const one of added.slice(next)) yield one;
}

/** An event in the encoder's form, which encodes to the same bytes. */
function encoded(bytes: ArrayLike<number>): Encoded {
  const deltaTime = 0;
  const [status = 0, first = 0, second = 0] = [bytes[0], bytes[1], bytes[2]];
  if (status === 0xff) return { deltaTime, type: 'unknownMeta', metatypeByte: first, data: rest(bytes, 2) };
  if (status === 0xf0) return { deltaTime, type: 'sysEx', data: rest(bytes, 1) };
  if (status === 0xf7) return { deltaTime, type: 'endSysEx', data: rest(bytes, 1) };
  const channel = status & 15;
  switch (status & 0xf0) {
    case 0x80:
      return { deltaTime, type: 'noteOff', channel, noteNumber: first, velocity: second };
    case 0x90:
      // Also for velocity 0: the encoder does not turn it into a note off.
      return { deltaTime, type: 'noteOn', channel, noteNumber: first, velocity: second };
    case 0xa0:
      return { deltaTime, type: 'noteAftertouch', channel, noteNumber: first, amount: second };
    case 0xb0:
      return { deltaTime, type: 'controller', channel, controllerType: first as 0, value: second };
    case 0xc0:
      return { deltaTime, type: 'programChange', channel, programNumber: first };
    case 0xd0:
      return { deltaTime, type: 'channelAftertouch', channel, amount: first };
    default:
      return { deltaTime, type: 'pitchBend', channel, value: first + 128 * second - 8192 };
  }
}

function rest(bytes: ArrayLike<number>, from: number): number[] {
  return Array.from(bytes).slice(from);
}
