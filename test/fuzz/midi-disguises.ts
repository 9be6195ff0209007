/**
 * Ways to write the same music differently: whoever reads it must hear the same notes.
 *
 * @module
 */
import type { Dice } from './dice.ts';
import { type Mutation, someBytes, someTrack } from './midi-mutations.ts';
import type { PartEvent } from './midi-parts.ts';

/** Events that say nothing of notes, pedals, programs, tempos or bars. */
const NOTHINGS: readonly (readonly number[])[] = [
  [0xff, 1, 3, 200, 1, 2],
  [0xff, 3, 0],
  [0xff, 0x59, 2, 0, 0],
  [0xff, 0x7f, 0x81, 0, ...Array.from({ length: 128 }, () => 0xf7)],
  [0xff, 0x60, 1, 9],
  [0xf0, 3, 1, 2, 0xf7],
  [0xf7, 2, 0x90, 60],
  [0xd0, 3],
  [0xa0, 60, 3],
  [0xe5, 0, 64],
  [0xb0, 7, 100],
  [0xb0, 63, 127],
];

/** All ways, by name. */
export const MIDI_DISGUISES: Readonly<Record<string, Mutation>> = {
  'unknown chunks': (parts, dice) => {
    for (let n = dice.below(3); n >= 0; n--) {
      const rest = someBytes(dice, dice.pick([0, 1, 9, 200]));
      parts.chunks.splice(dice.below(parts.chunks.length + 1), 0, { tag: 'XFKM', events: [], rest });
    }
  },
  'running status': (parts) => {
    parts.running = true;
  },
  'RIFF wrapper': (parts, dice) => {
    parts.riff = Array.from({ length: dice.below(4) }, () => dice.below(30));
  },
  'longer header': (parts, dice) => {
    parts.headerRest = someBytes(dice, 1 + dice.below(10));
  },
  'long deltas': (parts, dice) => {
    parts.deltaBytes = 2 + dice.below(3);
  },
  'events about nothing': (parts, dice) => {
    for (let n = dice.below(6); n >= 0; n--) splitBy(someTrack(parts, dice).events, dice.pick(NOTHINGS), dice);
  },
  'note off as velocity 0, and back': (parts, dice) => {
    for (const event of someTrack(parts, dice).events) {
      const [status = 0, pitch = 0, velocity = 0] = event.bytes;
      if (status >> 4 === 8) event.bytes = [status + 16, pitch, 0];
      else if (status >> 4 === 9 && velocity === 0) event.bytes = [status - 16, pitch, dice.below(128)];
    }
  },
  'bytes after the end of a track': (parts, dice) => {
    someTrack(parts, dice).rest = someBytes(dice, 1 + dice.below(20));
  },
  'bytes after the last chunk': (parts, dice) => {
    parts.rest = someBytes(dice, 1 + dice.below(7));
  },
  'another number of tracks declared': (parts, dice) => {
    parts.declared = dice.below(65536);
  },
};

/** Puts an event in before another, whose delta they share. */
function splitBy(events: PartEvent[], bytes: readonly number[], dice: Dice): void {
  const at = dice.below(events.length);
  const next = events[at];
  if (next === undefined) return;
  const delta = dice.below(next.delta + 1);
  next.delta -= delta;
  events.splice(at, 0, { delta, bytes });
}
