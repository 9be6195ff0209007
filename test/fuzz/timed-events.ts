/**
 * MIDI files from events at absolute times.
 *
 * @module
 */
import { type MidiParts, type PartEvent, putTogether } from './midi-parts.ts';

/** An event and the tick at which it happens. */
export interface TimedEvent {
  readonly tick: number;
  readonly bytes: readonly number[];
}

/** A file before its events are in order. */
export interface Draft {
  format: number;
  division: number;
  /** Events of each track, in any order; those of one tick stay in theirs. */
  readonly tracks: TimedEvent[][];
  /** Tick at which every track ends, or later if it has later events. */
  end: number;
}

/** The longest delta that a file can state. */
const LONGEST_DELTA = 268435455;

/** Adds a note: its key goes down at `start` and up `length` ticks later. */
export function addNote(
  track: TimedEvent[],
  start: number,
  length: number,
  pitch: number,
  channel: number = 0,
  velocity: number = 80,
): void {
  track.push({ tick: start, bytes: [0x90 + channel, pitch, velocity] });
  track.push({ tick: start + length, bytes: [0x80 + channel, pitch, 64] });
}

/** Adds a tempo in microseconds a quarter note. */
export function addTempo(track: TimedEvent[], tick: number, microseconds: number): void {
  track.push({
    tick,
    bytes: [0xff, 0x51, 3, (microseconds >> 16) & 255, (microseconds >> 8) & 255, microseconds & 255],
  });
}

/** Adds a time signature whose denominator is 2 to the power of `exponent`. */
export function addMeter(track: TimedEvent[], tick: number, numerator: number, exponent: number): void {
  track.push({ tick, bytes: [0xff, 0x58, 4, numerator, exponent, 24, 8] });
}

/** The draft as a file. */
export function draftBytes({ format, division, tracks, end }: Draft): Uint8Array {
  const parts: MidiParts = {
    format,
    declared: tracks.length,
    division,
    headerRest: [],
    chunks: tracks.map((events) => ({ tag: 'MTrk', events: inOrder(events, end), rest: [] })),
    rest: [],
    running: true,
    deltaBytes: 1,
    riff: undefined,
  };
  return putTogether(parts);
}

function inOrder(events: readonly TimedEvent[], end: number): PartEvent[] {
  const list: PartEvent[] = [];
  let at = 0;
  const put = (tick: number, bytes: readonly number[]): void => {
    for (; tick - at > LONGEST_DELTA; at += LONGEST_DELTA) list.push({ delta: LONGEST_DELTA, bytes: [0xff, 1, 0] });
    list.push({ delta: Math.max(0, tick - at), bytes });
    at = Math.max(at, tick);
  };
  for (const { tick, bytes } of [...events].sort((a, b) => a.tick - b.tick)) put(tick, bytes);
  put(Math.max(at, end), [0xff, 0x2f, 0]);
  return list;
}
