/**
 * From notes to events.
 *
 * @module
 */
import type { MidiEvent as Encoded } from 'midi-file';
import { HarmoniumError } from '../error.ts';
import { compareNotes, compareTicks } from './order.ts';
import type { Note, Song } from './song.ts';

/** Something to be written at a tick. `rank` orders what happens at once. */
export interface TimedEvent {
  readonly tick: number;
  readonly rank: number;
  /** As the encoder takes it; its `deltaTime` is still to be set. */
  readonly event: Encoded;
}

// What a player must know before it sounds a note comes first, and keys come up before keys go down.
const META = 0;
const PROGRAM = 1;
const PEDAL = 2;
const OFF = 3;
const ON = 4;

/**
 * The events of each track, in the order in which to write them.
 *
 * @throws {HarmoniumError} `midi-nested-notes` where a note lies wholly within an earlier one of the same track, channel
 * and pitch: a file only says that a key comes up, so whoever reads it would swap their ends
 */
export function songEvents(song: Song): TimedEvent[][] {
  const tracks: TimedEvent[][] = Array.from({ length: song.tracks }, () => []);
  for (const { tick, microsecondsPerQuarter } of song.tempos) {
    const event: Encoded = { deltaTime: 0, type: 'setTempo', microsecondsPerBeat: microsecondsPerQuarter };
    tracks[0]?.push({ tick, rank: META, event });
  }
  for (const { tick, numerator, denominator } of song.timeSignatures) {
    // 24 MIDI clocks a click, 8 thirty-seconds a quarter: the usual. Written byte by byte since the encoder's logarithm
    // of the denominator is not exact.
    const data = [numerator, 31 - Math.clz32(denominator), 24, 8];
    tracks[0]?.push({ tick, rank: META, event: { deltaTime: 0, type: 'unknownMeta', metatypeByte: 0x58, data } });
  }
  for (const { tick, channel, track, program } of song.programs) {
    const event: Encoded = { deltaTime: 0, type: 'programChange', channel, programNumber: program };
    tracks[track]?.push({ tick, rank: PROGRAM, event });
  }
  for (const { tick, channel, track, value } of song.pedals) {
    const event: Encoded = { deltaTime: 0, type: 'controller', channel, controllerType: 64, value };
    tracks[track]?.push({ tick, rank: PEDAL, event });
  }
  const last = new Map<number, Note>();
  for (const note of [...song.notes].sort(compareNotes)) {
    const { start, length, pitch: noteNumber, velocity, channel, track } = note;
    const key = (track * 16 + channel) * 128 + noteNumber;
    const before = last.get(key);
    if (before !== undefined && start + length < before.start + before.length) refuseNested(before, note);
    last.set(key, note);
    tracks[track]?.push(
      { tick: start, rank: ON, event: { deltaTime: 0, type: 'noteOn', channel, noteNumber, velocity } },
      // The off of a note without length must follow its on.
      {
        tick: start + length,
        rank: length === 0 ? ON : OFF,
        event: { deltaTime: 0, type: 'noteOff', channel, noteNumber, velocity: 0 },
      },
    );
  }
  for (const track of tracks) track.sort((a, b) => compareTicks(a, b) || a.rank - b.rank);
  return tracks;
}

function refuseNested(outer: Note, inner: Note): never {
  const { track, channel, pitch } = inner;
  throw new HarmoniumError(
    'midi-nested-notes',
    `two notes of track ${track}, channel ${channel}, pitch ${pitch}: the second ends before the first`,
    { expected: `the note from tick ${spell(outer)} to end first`, got: `one from tick ${spell(inner)} within it` },
  );
}

function spell(note: Note): string {
  return `${note.start} to ${note.start + note.length}`;
}
