import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HarmoniumError, readMidi, type Song, writeMidi } from '../../src/index.ts';
import { barStart } from '../../src/midi/bar-lines.ts';
import { continueSong } from '../../src/music/songs/continue-song.ts';
import { barCount, fillBars } from '../../src/music/songs/fill-bars.ts';
import { harmonise } from '../../src/music/songs/harmonise.ts';
import { keptNotes } from '../../src/music/songs/voice-selection.ts';
import { arbitraryFile } from '../midi/arbitrary-file.ts';
import { midiFiles } from '../midi/midi-files.ts';
import { plainMidi } from '../reference/plain-midi.ts';
import { MODEL } from './fixture.ts';

/** What is kept is kept however well the rest is found. */
const QUICK = { gibbs: 1 };

/** What a command makes of a file, and which notes it replaces; `start channel pitch track` of each. */
interface Work {
  readonly after: Song;
  readonly replaced: ReadonlySet<string>;
}

const WORKS: Readonly<Record<string, (song: Song) => Work>> = {
  continue: (song) => ({ after: continueSong(MODEL, song, { ...QUICK, bars: 1 }), replaced: new Set() }),
  fill: (song) => {
    const to = barCount(song);
    const from = Math.max(1, to - 1);
    const [start, end] = [barStart(song, from - 1), barStart(song, to)];
    const gone = song.notes.filter((note) => note.channel % 16 !== 9 && note.start >= start && note.start < end);
    return { after: fillBars(MODEL, song, { ...QUICK, firstBar: from, lastBar: to }), replaced: named(gone) };
  },
  harmonise: (song) => {
    const kept = new Set(keptNotes(song, 'melody', MODEL.grid));
    const gone = song.notes.filter((note) => note.channel % 16 !== 9 && !kept.has(note));
    return { after: harmonise(MODEL, song, QUICK), replaced: named(gone) };
  },
};

function named(notes: Song['notes']): Set<string> {
  return new Set(notes.map(({ start, channel, pitch, track }) => `${start} ${channel} ${pitch} ${track}`));
}

/** A track's events without those of some notes: a note on and the note off that ends it, first in, first out. */
function without(events: readonly string[], track: number, replaced: ReadonlySet<string>): string[] {
  const sounding = new Map<string, boolean[]>();
  let port = 0;
  return events.filter((event) => {
    const [tick = 0, status = 0, first = 0, second = 0] = event.split(' ').map(Number);
    if (status === 255 && first === 33) port = second & 127;
    if (status < 0x80 || status >= 0xa0) return true;
    const key = `${16 * port + (status & 15)} ${first}`;
    const queue = sounding.get(key) ?? [];
    sounding.set(key, queue);
    if (status >= 0x90 && second > 0) {
      const isGone = replaced.has(`${tick} ${key} ${track}`);
      queue.push(isGone);
      return !isGone;
    }
    return queue.shift() !== true;
  });
}

/** What a command makes of a file, or the code of its refusal. */
function attempt(bytes: Uint8Array, name: string): Work | string {
  try {
    return WORKS[name]!(readMidi(bytes));
  } catch (error) {
    if (error instanceof HarmoniumError) return error.code;
    throw error;
  }
}

/** Fails unless a file that a command has worked on is the file that it was, but for what was replaced or added. */
function expectWhole(bytes: Uint8Array, { after, replaced }: Work): void {
  const [before, now] = [plainMidi(bytes), plainMidi(writeMidi(after))];
  expect(now.tracks).toBe(before.tracks + 1);
  expect(now.division).toBe(before.division);
  for (const [track, events] of before.events.entries()) {
    expect(now.events[track]).toEqual(without(events, track, replaced));
    expect(now.ends[track]).toBe(before.ends[track]);
  }
}

describe.each(Object.keys(WORKS))('%s keeps a file whole', (name) => {
  it('with whatever is in it', () => {
    let done = 0;
    fc.assert(
      fc.property(arbitraryFile, (bytes) => {
        const work = attempt(bytes, name);
        // A melody on pitches or channels that no model hears, a bar of many beats: refused, and nothing is written.
        if (typeof work === 'string') return ['no-notes', 'roll-too-long', 'option-range'].includes(work);
        expectWhole(bytes, work);
        done++;
        return true;
      }),
      { numRuns: 100 },
    );
    expect(done).toBeGreaterThan(60);
  });

  for (const folder of ['corpora/pop', 'corpora/emotion']) {
    const files = midiFiles(folder).filter((_, n) => n % 8 === 0);
    it.skipIf(files.length === 0)(`real ones too: ${folder}`, () => {
      for (const { bytes } of files) expectWhole(bytes, WORKS[name]!(readMidi(bytes)));
      expect(files.length).toBeGreaterThan(5);
    });
  }
});
