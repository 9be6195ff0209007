/**
 * Songs for property tests.
 *
 * @module
 */
import * as fc from 'fast-check';
import { compareNotes, compareTicks } from '../../src/midi/order.ts';
import type { Note, Song } from '../../src/midi/song.ts';

interface Draft {
  readonly gap: number;
  readonly length: number;
  readonly velocity: number;
}

interface Key {
  readonly channel: number;
  readonly track: number;
  readonly pitch: number;
  readonly drafts: readonly Draft[];
}

/** Where and how far apart things are. `longest` bounds a gap or a length. */
export interface SongShape {
  readonly longest: number;
  readonly ppqs: fc.Arbitrary<number>;
}

/** Every file the writer takes: long deltas, notes of no length, overlaps that do not nest, all formats. */
export const ANY_SHAPE: SongShape = { longest: 600000000, ppqs: fc.integer({ min: 1, max: 32767 }) };

/** Songs of a few bars. */
export const SHORT_SHAPE: SongShape = { longest: 200, ppqs: fc.integer({ min: 1, max: 400 }) };

/** Songs in canonical order. */
export function arbitrarySong(shape: SongShape = ANY_SHAPE): fc.Arbitrary<Song> {
  return fc
    .record({
      format: fc.constantFrom(0 as const, 1 as const, 2 as const),
      ppq: shape.ppqs,
      count: fc.integer({ min: 1, max: 4 }),
    })
    .chain(({ format, ppq, count }) => {
      const tracks = format === 0 ? 1 : count;
      // Few channels and pitches, so that notes of one key meet.
      const channel = fc.constantFrom(0, 1, 9, 15, 16, 2047);
      const track = fc.nat({ max: tracks - 1 });
      const pitch = fc.constantFrom(0, 24, 60, 61, 101, 127);
      const tick = ticks(shape.longest);
      const key = fc.record({
        channel,
        track,
        pitch,
        drafts: fc.array(
          fc.record({
            gap: ticks(shape.longest),
            length: ticks(shape.longest),
            velocity: fc.integer({ min: 1, max: 127 }),
          }),
          { maxLength: 4 },
        ),
      });
      return fc
        .record({
          keys: fc.uniqueArray(key, {
            maxLength: 6,
            selector: (k) => `${k.channel}/${k.track}/${k.pitch}`,
          }),
          tempos: fc.array(fc.record({ tick, microsecondsPerQuarter: fc.integer({ min: 1, max: 16777215 }) }), {
            maxLength: 3,
          }),
          timeSignatures: fc.array(
            fc.record({
              tick,
              numerator: fc.nat({ max: 255 }),
              denominator: fc.nat({ max: 6 }).map((n) => 1 << n),
            }),
            { maxLength: 3 },
          ),
          programs: fc.array(fc.record({ tick, channel, track, program: fc.nat({ max: 127 }) }), { maxLength: 4 }),
          pedals: fc.array(fc.record({ tick, channel, track, value: fc.nat({ max: 127 }) }), { maxLength: 6 }),
          controls: fc.array(
            // Not those that end notes or move the pedal: their work is told by notes and pedals.
            fc.record({
              tick,
              channel,
              track,
              controller: fc.constantFrom(0, 7, 32, 101),
              value: fc.nat({ max: 127 }),
            }),
            { minLength: 1, maxLength: 4 },
          ),
          bends: fc.array(fc.record({ tick, channel, track, value: fc.integer({ min: -8192, max: 8191 }) }), {
            minLength: 1,
            maxLength: 3,
          }),
          pressures: fc.array(fc.record({ tick, channel, track, value: fc.nat({ max: 127 }) }), {
            minLength: 1,
            maxLength: 3,
          }),
          keySignatures: fc.array(
            fc.record({ tick, track, sharps: fc.integer({ min: -7, max: 7 }), minor: fc.boolean() }),
            { minLength: 1, maxLength: 2 },
          ),
          rest: tick,
        })
        .map((parts): Song => {
          const { keys, rest, ...lists } = parts;
          const notes = keys.flatMap(keyNotes);
          notes.sort(compareNotes);
          const changes: { tick: number; track?: number }[][] = Object.values(lists);
          for (const list of changes) list.sort(compareTicks);
          // What chooses a bank is written before other controllers.
          lists.controls.sort((a, b) => compareTicks(a, b) || rankOf(a.controller) - rankOf(b.controller));
          const all = changes.flat();
          let end = 0;
          for (const note of notes) end = Math.max(end, note.start + note.length);
          for (const change of all) end = Math.max(end, change.tick);
          end = Math.min(end + rest, 2147483647);
          return Object.assign({ format, ppq, tracks, end, notes }, lists);
        })
        .filter((song) => song.notes.every((note) => note.start + note.length <= song.end));
    });
}

function rankOf(controller: number): number {
  return controller === 0 || controller === 32 ? 0 : 1;
}

/** Notes of one key, of which none ends before the one that began before it. */
function keyNotes({ channel, track, pitch, drafts }: Key): Note[] {
  let start = 0;
  let ended = 0;
  return drafts.map(({ gap, length, velocity }) => {
    start += gap;
    ended = Math.max(ended, start + length);
    return { start, length: ended - start, pitch, velocity, channel, track };
  });
}

/** Mostly small numbers, with those at which a file's numbers grow by a byte. */
function ticks(longest: number): fc.Arbitrary<number> {
  const edges = [0, 0, 127, 128, 16383, 16384, 2097151, 2097152, 268435455, 268435456].filter((n) => n <= longest);
  return fc.oneof(fc.nat({ max: Math.min(longest, 200) }), fc.constantFrom(...edges), fc.nat({ max: longest }));
}
