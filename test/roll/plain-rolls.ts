/**
 * Plain twins of `roll/song-to-roll` and `roll/article-roll`: one cell, one tick at a time.
 *
 * @module
 */
import { getBit, setBit, wordsFor } from '../../src/math/bits/bit-rows.ts';
import type { MidiTracks } from '../../src/midi/midi-tracks.ts';
import type { Song } from '../../src/midi/song.ts';
import type { PianoRoll, PitchRange } from '../../src/roll/piano-roll.ts';

/** Per step, the pitches that are held and those that are struck, ascending. */
export type Cells = { held: number[]; struck: number[] }[];

/** What a roll says, step by step. */
export function cellsOf({ bits, steps, pitches: { low, high } }: PianoRoll): Cells {
  const count = high - low + 1;
  const pitches = Array.from({ length: count }, (_, n) => low + n);
  return Array.from({ length: steps }, (_, step) => ({
    held: pitches.filter((pitch) => getBit(bits, step * 2 * count + pitch - low) === 1),
    struck: pitches.filter((pitch) => getBit(bits, step * 2 * count + count + pitch - low) === 1),
  }));
}

/** A roll that says this. */
export function rollOf(cells: Cells, grid: number, { low, high }: PitchRange): PianoRoll {
  const count = high - low + 1;
  const bits = new Uint32Array(wordsFor(cells.length * 2 * count));
  for (const [step, { held, struck }] of cells.entries()) {
    for (const pitch of held) setBit(bits, step * 2 * count + pitch - low);
    for (const pitch of struck) setBit(bits, step * 2 * count + count + pitch - low);
  }
  return { bits, steps: cells.length, grid, pitches: { low, high } };
}

/** The cells of a song of format 0 or 1, cell by cell, in whole numbers of any size. */
export function plainSongCells(song: Song, grid: number, { low, high }: PitchRange, drums: boolean): Cells {
  const stepOf = (tick: number): number =>
    Number((2n * BigInt(tick) * BigInt(grid) + BigInt(song.ppq)) / (2n * BigInt(song.ppq)));
  const pitches = Array.from({ length: high - low + 1 }, (_, n) => low + n);
  return Array.from({ length: stepOf(song.end) + 1 }, (_, step) => {
    const struck = new Set<number>();
    const held = new Set<number>();
    for (const { channel, pitch, start, length } of song.notes) {
      if (channel === 9 && !drums) continue;
      if (stepOf(start) === step) struck.add(pitch);
      if (stepOf(start) <= step && (step < stepOf(start + length) || step === stepOf(start))) held.add(pitch);
    }
    return {
      held: pitches.filter((pitch) => held.has(pitch)),
      struck: pitches.filter((pitch) => struck.has(pitch)),
    };
  });
}

/** What the original program does with a file, tick by tick. */
export function plainArticleCells({ ppq, tracks }: MidiTracks): Cells {
  const every = Math.floor(ppq / 4);
  const past = Math.floor(ppq / 8);
  let held = new Set<number>();
  let struck = new Set<number>();
  const cells: Cells = [];
  const close = (): void => {
    cells.push({ held: ascending(held), struck: ascending(struck) });
  };
  const last = Math.max(...tracks.map(({ end }) => end));
  for (let tick = 0; tick <= last; tick++) {
    if (tick % every === past) {
      close();
      held = new Set(held);
      struck = new Set();
    }
    for (const { events } of tracks) {
      for (const event of events) {
        if (event.tick !== tick) continue;
        if (event.kind === 'time-signature' && ![2, 4].includes(event.numerator)) {
          close();
          return cells;
        }
        if (event.kind !== 'note-on' && event.kind !== 'note-off') continue;
        if (event.pitch < 24 || event.pitch > 101) continue;
        held.delete(event.pitch);
        struck.delete(event.pitch);
        if (event.kind === 'note-off') continue;
        held.add(event.pitch);
        struck.add(event.pitch);
      }
    }
  }
  close();
  return cells;
}

function ascending(set: Set<number>): number[] {
  return [...set].sort((a, b) => a - b);
}
