/**
 * The roll that the original program of 2017 makes of a file, bit for bit, including its bugs.
 *
 * For the `article` preset and for comparisons; otherwise use `roll/song-to-roll`.
 *
 * @module
 */
import { checkInteger, checkList, checkObject } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { clearBit, setBit } from '../math/bits/bit-rows.ts';
import { copyBits } from '../math/bits/copy-bits.ts';
import type { MidiEvent, MidiTracks } from '../midi/midi-tracks.ts';
import {
  bitsPerStep,
  checkSteps,
  DEFAULT_MAX_STEPS,
  DEFAULT_PITCHES,
  pitchCount,
  STEP_LIMIT,
  silentRoll,
} from './roll-shape.ts';
import type { RollOfSong, SongToRollOptions } from './song-to-roll.ts';

const WIDTH = bitsPerStep(DEFAULT_PITCHES);
const PITCHES = pitchCount(DEFAULT_PITCHES);

/**
 * Processes the events of all tracks by tick, then track. A note on sets the held and struck cells of its pitch in the current
 * row; a note off (of any track or channel) clears both. A new row begins at `⌊ppq/8⌋` past each multiple of `⌊ppq/4⌋`, before
 * the events of that tick; it keeps the held cells. Processing stops at the first time signature whose numerator is neither 2
 * nor 4.
 *
 * So notes shorter than a row vanish, percussion becomes pitches, and if the PPQ is not a multiple of 4 the rows drift (at 4–7
 * there is one more). Notes outside pitches 24–101 are left out and counted.
 *
 * @param options - `maxSteps` as in `songToRoll`; the original has no limit
 * @throws {HarmoniumError} `roll-resolution` at a PPQ of 1–3, where the original divides by zero; `roll-too-long` before
 * anything is allocated; `option-range`
 */
export function articleRoll(file: MidiTracks, options: Pick<SongToRollOptions, 'maxSteps'> = {}): RollOfSong {
  const { maxSteps = DEFAULT_MAX_STEPS } = options;
  checkInteger('maxSteps', maxSteps, 1, STEP_LIMIT);
  checkObject('file', file, 'the events of a file');
  checkInteger('ppq', file.ppq, 1, 32767);
  checkList('tracks', file.tracks);
  const every = Math.floor(file.ppq / 4);
  const past = Math.floor(file.ppq / 8);
  if (every === 0) {
    throw new HarmoniumError('roll-resolution', "the file's time division", {
      expected: 'at least 4 ticks in a quarter note',
      got: `${file.ppq}`,
    });
  }
  const rowAt = (tick: number): number => (tick < past ? 0 : Math.floor((tick - past) / every) + 1);
  const { events, last } = beforeAbort(file);
  const rows = rowAt(last) + 1;
  checkSteps(rows, maxSteps);

  const roll = silentRoll(rows, 4, DEFAULT_PITCHES);
  const { bits } = roll;
  let leftOut = 0;
  let current = 0;
  const advanceTo = (row: number): void => {
    for (; current < row; current++) copyBits(bits, (current + 1) * WIDTH, bits, current * WIDTH, PITCHES);
  };
  for (const event of events) {
    if (event.kind !== 'note-on' && event.kind !== 'note-off') continue;
    const pitch = event.pitch - DEFAULT_PITCHES.low;
    if (pitch < 0 || pitch >= PITCHES) {
      if (event.kind === 'note-on') leftOut++;
      continue;
    }
    const row = rowAt(event.tick);
    advanceTo(row);
    const change = event.kind === 'note-on' ? setBit : clearBit;
    change(bits, row * WIDTH + pitch);
    change(bits, row * WIDTH + PITCHES + pitch);
  }
  advanceTo(rows - 1);
  return { roll, leftOut: { drums: 0, pitches: leftOut } };
}

/** The events in the original's order, up to the time signature at which it stops, and the last tick. */
function beforeAbort(file: MidiTracks): { events: MidiEvent[]; last: number } {
  const all: MidiEvent[] = [];
  let last = 0;
  for (const { events, end } of file.tracks) {
    for (const event of events) all.push(event);
    last = Math.max(last, end);
  }
  // Sorting is stable: simultaneous events stay by track and in file order.
  all.sort((a, b) => a.tick - b.tick);
  const abort = all.findIndex(
    (event) => event.kind === 'time-signature' && event.numerator !== 2 && event.numerator !== 4,
  );
  if (abort < 0) return { events: all, last };
  last = all[abort]?.tick ?? last;
  all.length = abort;
  return { events: all, last };
}
