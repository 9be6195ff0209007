/**
 * Ways to break a MIDI file.
 *
 * @module
 */
import type { Dice } from './dice.ts';
import { type MidiParts, type PartChunk, type PartEvent, pushVariable } from './midi-parts.ts';

/** Breaks something, in place. */
export type Mutation = (parts: MidiParts, dice: Dice) => void;

const LONGEST_DELTA = 268435455;
const END: PartEvent = { delta: 0, bytes: [0xff, 0x2f, 0] };

/** Bytes at which readers go wrong. */
const EDGES = [0, 1, 63, 64, 127, 128, 143, 144, 192, 240, 247, 254, 255];

/** Some bytes, half of them edges. */
export function someBytes(dice: Dice, count: number): number[] {
  return Array.from({ length: count }, () => (dice.oneIn(2) ? dice.pick(EDGES) : dice.below(256)));
}

/** A track, or an empty new one if there is none. */
export function someTrack(parts: MidiParts, dice: Dice): PartChunk {
  const tracks = parts.chunks.filter(({ tag }) => tag === 'MTrk');
  if (tracks.length > 0) return dice.pick(tracks);
  const track: PartChunk = { tag: 'MTrk', events: [], rest: [] };
  parts.chunks.push(track);
  return track;
}

/** Puts events in at a place that the dice choose. */
function put(parts: MidiParts, dice: Dice, ...events: readonly PartEvent[]): void {
  const track = someTrack(parts, dice);
  track.events.splice(dice.below(track.events.length + 1), 0, ...events);
}

/** An event again and again. */
function often(count: number, event: PartEvent): PartEvent[] {
  return Array.from({ length: count }, () => ({ ...event }));
}

/** A claim about a length that is none. */
function lie(dice: Dice, truth: number): number {
  const near = truth + dice.pick([-9, -8, -1, 1, 7, 8, 9]);
  return dice.pick([Math.max(0, near), 0, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, dice.below(4294967296)]);
}

/** All ways, by name. */
export const MIDI_MUTATIONS: Readonly<Record<string, Mutation>> = {
  'chunk length lie': (parts, dice) => {
    const chunk = dice.pick(parts.chunks);
    chunk.claim = lie(dice, chunk.events.length * 4 + chunk.rest.length);
  },
  'chunk duplicated': (parts, dice) => {
    const chunk = dice.pick(parts.chunks);
    for (let n = dice.pick([1, 1, 1, 2, 30]); n > 0; n--)
      parts.chunks.splice(dice.below(parts.chunks.length), 0, chunk);
  },
  'chunk of another kind': (parts, dice) => {
    dice.pick(parts.chunks).tag = dice.pick(['XFIH', 'MThd', 'RIFF', 'mtrk', '\0\0\0\0', 'ÿÿÿÿ']);
  },
  'unknown chunk': (parts, dice) => {
    const rest = someBytes(dice, dice.pick([0, 1, 7, 300]));
    parts.chunks.splice(dice.below(parts.chunks.length + 1), 0, { tag: 'XFKM', events: [], rest });
  },
  'RIFF wrapper': (parts, dice) => {
    parts.riff = Array.from({ length: dice.below(4) }, () => dice.below(20));
  },
  'header longer': (parts, dice) => {
    parts.headerRest = someBytes(dice, dice.below(12));
  },
  'number of tracks': (parts, dice) => {
    parts.declared = dice.pick([0, 1, 2, 255, 65535]);
  },
  format: (parts, dice) => {
    parts.format = dice.pick([0, 1, 2, 2, 2, 3, 255, 65535]);
  },
  division: (parts, dice) => {
    parts.division = dice.pick([0, 1, 1, 2, 3, 7, 24, 32767, dice.below(65536)]);
  },
  SMPTE: (parts, dice) => {
    parts.division = (256 - dice.pick([24, 25, 29, 30, 30, 31, 0, 128])) * 256 + dice.pick([0, 1, 2, 3, 40, 80, 255]);
  },
  'running status everywhere': (parts) => {
    parts.running = true;
  },
  'a status taken out': (parts, dice) => {
    const track = someTrack(parts, dice);
    const event = track.events[dice.below(track.events.length)];
    if (event !== undefined) event.bytes = event.bytes.slice(1);
  },
  'delta of 2^28 ticks': (parts, dice) => {
    const track = someTrack(parts, dice);
    for (let n = dice.pick([1, 1, 2, 7, 8, 9]); n > 0; n--) {
      const event = track.events[dice.below(track.events.length)];
      if (event !== undefined) event.delta = LONGEST_DELTA;
    }
  },
  'delta of five bytes': (parts, dice) => {
    const track = someTrack(parts, dice);
    const event = track.events[dice.below(track.events.length)];
    if (event !== undefined) event.delta = dice.pick([268435456, 4294967295, 34359738367]);
  },
  'deltas of no length': (parts, dice) => {
    for (const event of someTrack(parts, dice).events) event.delta = 0;
  },
  'long deltas': (parts, dice) => {
    parts.deltaBytes = dice.pick([2, 3, 4, 4, 5]);
  },
  'tempo events': (parts, dice) => {
    const count = dice.oneIn(1000) ? dice.pick([149900, 250000]) : dice.below(200);
    put(parts, dice, ...often(Math.min(count, 1000), { delta: 0, bytes: [0xff, 0x51, 3, ...someBytes(dice, 3)] }));
    // Megabytes of them: too many for one call.
    if (count > 1000) someTrack(parts, dice).events = often(count, { delta: 1, bytes: [0xff, 0x51, 3, 7, 161, 32] });
  },
  'events without end': (parts, dice) => {
    const event = dice.pick<PartEvent>([
      { delta: 0, bytes: [0x90, 60, 80] },
      { delta: 1, bytes: [0x90, 60, 0] },
      { delta: 1, bytes: [0xb0, 64, 127] },
      { delta: 0, bytes: [0xd0, 1] },
      { delta: 0, bytes: [0xff, 1, 0] },
      { delta: 1, bytes: [0xff, 0x58, 2, 3, 2] },
    ]);
    someTrack(parts, dice).events = often(dice.oneIn(500) ? dice.pick([149900, 250000]) : dice.below(1000), event);
    parts.running = dice.oneIn(2);
  },
  'tracks without end': (parts, dice) => {
    const track = dice.pick<PartChunk>([
      { tag: 'MTrk', events: [], rest: [] },
      { tag: 'MTrk', events: [END], rest: [] },
      { tag: 'MTrk', events: [{ delta: 9, bytes: [0x90, 1, 1] }], rest: [] },
    ]);
    const count = dice.oneIn(500) ? dice.pick([4096, 5000, 65535, 66000]) : dice.below(100);
    for (let n = 0; n < count; n++) parts.chunks.push(track);
  },
  'sysex without end': (parts, dice) => {
    const bytes = dice.pick([[0xf0], [0xf7], [0xf0, 0xff], [0xf0, 0xff, 0xff, 0xff, 0x7f], [0xf0, 4, 1, 2]]);
    put(parts, dice, { delta: 0, bytes });
  },
  'sysex in packets': (parts, dice) => {
    put(parts, dice, { delta: 1, bytes: [0xf0, 2, 0x43, 0x12] }, { delta: 1, bytes: [0xf7, 3, 0x90, 60, 0xf7] });
  },
  'meta event of odd length': (parts, dice) => {
    const bytes = [0xff, dice.pick([0, 1, 3, 0x20, 0x2f, 0x51, 0x54, 0x58, 0x59, 0x7f, dice.below(256)])];
    const length = dice.pick([0, 1, 2, 3, 4, 5, 127, 128, 1000]);
    pushVariable(bytes, length);
    put(parts, dice, { delta: 0, bytes: [...bytes, ...someBytes(dice, dice.oneIn(4) ? dice.below(9) : length)] });
  },
  'text of 200,000 bytes': (parts, dice) => {
    if (!dice.oneIn(200)) return;
    const bytes = [0xff, 1];
    pushVariable(bytes, 200000);
    for (let n = 0; n < 200000; n++) bytes.push(255);
    put(parts, dice, { delta: 0, bytes });
  },
  'status there is not': (parts, dice) => {
    put(parts, dice, { delta: 0, bytes: [dice.pick([0xf1, 0xf2, 0xf3, 0xf4, 0xf6, 0xf8, 0xfa, 0xfc, 0xfe]), 1] });
  },
  'data byte over 127': (parts, dice) => {
    put(parts, dice, { delta: 0, bytes: [dice.pick([0x80, 0x90, 0xb0, 0xc0, 0xe0]), ...someBytes(dice, 2)] });
  },
  'end in the middle': (parts, dice) => {
    put(parts, dice, END);
  },
  'no end': (parts, dice) => {
    someTrack(parts, dice).events.pop();
  },
  'notes upside down': (parts, dice) => {
    const { events } = someTrack(parts, dice);
    const from = dice.below(events.length + 1);
    const taken = events.splice(from, 40);
    for (const event of taken) events.splice(from, 0, event);
  },
  'notes of one key': (parts, dice) => {
    const events = Array.from({ length: dice.below(60) }, () => {
      return { delta: dice.below(3), bytes: [dice.pick([0x80, 0x90, 0x91]), 60, dice.pick([0, 1, 127])] };
    });
    put(parts, dice, ...events);
  },
  'bytes after the last chunk': (parts, dice) => {
    parts.rest = someBytes(dice, dice.below(24));
  },
};

/** Changes to a file's bytes, whatever they mean. */
export const BYTE_MUTATIONS: Readonly<
  Record<string, (bytes: Uint8Array, dice: Dice, other: Uint8Array) => Uint8Array>
> = {
  'bits flipped': (bytes, dice) => {
    const out = bytes.slice();
    for (let n = dice.pick([1, 1, 2, 8]); n > 0; n--) {
      const at = dice.below(out.length);
      out[at] = (out[at] ?? 0) ^ (1 << dice.below(8));
    }
    return out;
  },
  'bytes overwritten': (bytes, dice) => {
    const out = bytes.slice();
    for (let n = dice.pick([1, 1, 3]); n > 0; n--) out.set(someBytes(dice, 1), dice.below(out.length));
    return out;
  },
  truncation: (bytes, dice) => bytes.slice(0, dice.below(bytes.length + 1)),
  'a stretch taken out': (bytes, dice) => {
    const from = dice.below(bytes.length);
    return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + dice.below(40)));
  },
  'a stretch twice': (bytes, dice) => {
    const from = dice.below(bytes.length);
    return joined(bytes.subarray(0, from + 1 + dice.below(40)), bytes.subarray(from));
  },
  'bytes put in': (bytes, dice) => {
    const at = dice.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), Uint8Array.from(someBytes(dice, 1 + dice.below(8))), bytes.subarray(at));
  },
  'two files spliced': (bytes, dice, other) =>
    joined(bytes.subarray(0, dice.below(bytes.length)), other.subarray(dice.below(other.length))),
  'random bytes': (bytes, dice) => {
    const head = bytes.subarray(0, dice.pick([0, 4, 8, 14, 22, dice.below(bytes.length)]));
    return joined(head, Uint8Array.from(someBytes(dice, dice.below(200))));
  },
};

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
