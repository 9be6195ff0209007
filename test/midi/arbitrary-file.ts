/**
 * MIDI files for property tests, with all that files in use have in them besides music.
 *
 * @module
 */
import * as fc from 'fast-check';
import { chunk, header } from './bytes.ts';

/** An end-of-track event without its delta. */
const END: readonly number[] = [0xff, 0x2f, 0];

/** Files of a few bars with events of every kind, in whatever order: notes that hang, ports, film frames, odd lengths. */
export const arbitraryFile: fc.Arbitrary<Uint8Array> = fc
  .record({
    format: fc.constantFrom(0, 1, 1),
    // 480 and 96 ticks a quarter note, and 25 frames of 40 ticks a second.
    division: fc.constantFrom(480, 96, 0xe728),
    tracks: fc.array(fc.array(event(), { maxLength: 40 }), { minLength: 1, maxLength: 4 }),
    last: fc.nat({ max: 300 }),
  })
  .map(({ format, division, tracks, last }) => {
    const some = format === 0 ? tracks.slice(0, 1) : tracks;
    // One note at least that every model hears.
    const note = [0, 0x90, 60, 80, 96, 0x80, 60, 0];
    const bodies = some.map((events, n) => [...(n === 0 ? note : []), ...events.flat(), ...variable(last), ...END]);
    const chunks = bodies.flatMap((body) => chunk('MTrk', body));
    return Uint8Array.from([...header(format, some.length, division), ...chunks]);
  });

/** A delta and an event. */
function event(): fc.Arbitrary<number[]> {
  const channel = fc.constantFrom(0, 1, 9);
  const data = fc.nat({ max: 127 });
  const pitch = fc.constantFrom(48, 60, 64, 67);
  const text = fc.array(fc.nat({ max: 255 }), { maxLength: 5 });
  const anyEvent = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(channel, pitch, data).map(([c, p, v]) => [0x90 | c, p, v]) },
    { weight: 4, arbitrary: fc.tuple(channel, pitch, data).map(([c, p, v]) => [0x80 | c, p, v]) },
    { weight: 2, arbitrary: controller(channel, data) },
    fc.tuple(channel, data).map(([c, program]) => [0xc0 | c, program]),
    fc.tuple(channel, data).map(([c, pressure]) => [0xd0 | c, pressure]),
    fc.tuple(channel, pitch, data).map(([c, p, pressure]) => [0xa0 | c, p, pressure]),
    fc.tuple(channel, data, data).map(([c, low, high]) => [0xe0 | c, low, high]),
    fc.tuple(fc.constantFrom(1, 3, 5, 6, 0x20, 0x54, 0x7f), text).map(([kind, t]) => [0xff, kind].concat(t.length, t)),
    text.map((t) => [0xf0].concat(t.length, t)),
    text.map((t) => [0xf7].concat(t.length, t)),
    fc.constantFrom(0, 1, 127).map((port) => [0xff, 0x21, 1, port]),
    fc.integer({ min: 1, max: 255 }).map((high) => [0xff, 0x51, 3, high, 0, 1]),
    fc
      .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
      .map(([n, d]) => [0xff, 0x58, 4, n, d, 24, 8]),
    fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 2 })).map(([sharps, minor]) => [0xff, 0x59, 2, sharps, minor]),
  );
  return fc
    .tuple(fc.oneof(fc.constant(0), fc.nat({ max: 200 })), anyEvent)
    .map(([delta, bytes]) => variable(delta).concat(bytes));
}

/** Volume, pan, pedals, banks, resets and all notes off. */
function controller(channel: fc.Arbitrary<number>, data: fc.Arbitrary<number>): fc.Arbitrary<number[]> {
  const number = fc.constantFrom(0, 1, 7, 10, 11, 32, 64, 64, 66, 101, 120, 121, 123);
  return fc.tuple(channel, number, data).map(([c, n, value]) => [0xb0 | c, n, value]);
}

function variable(value: number): number[] {
  return value < 128 ? [value] : [128 | (value >> 7), value & 127];
}
