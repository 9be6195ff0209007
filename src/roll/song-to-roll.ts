/**
 * Songs to piano rolls: quantising notes to the grid.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import { setBit } from '../math/bits/bit-rows.ts';
import { checkNotes } from '../midi/check-song.ts';
import { isDrumChannel, type Note, type SongNotes } from '../midi/song.ts';
import { nearestStep } from './nearest-step.ts';
import type { PianoRoll, PitchRange } from './piano-roll.ts';
import {
  bitsPerStep,
  checkPitches,
  checkSteps,
  DEFAULT_MAX_STEPS,
  DEFAULT_PITCHES,
  GRID_RANGE,
  pitchCount,
  STEP_LIMIT,
  silentRoll,
} from './roll-shape.ts';

/** Options of {@link songToRoll}. */
export interface SongToRollOptions {
  /** Steps in a quarter note, 1–96. Default 4. */
  readonly grid?: number;
  /** Pitches to keep. Default 24–101. */
  readonly pitches?: PitchRange;
  /** Whether to keep percussion, whose pitches are instruments. Default false. */
  readonly drums?: boolean;
  /** Maximum number of steps, 1–16,777,215. Default 100,000. */
  readonly maxSteps?: number;
}

/** A roll, and the number of notes that are not in it. */
export interface RollOfSong {
  /** The roll. */
  readonly roll: PianoRoll;
  /** Notes that are not on it. */
  readonly leftOut: {
    /** Percussion notes. */
    readonly drums: number;
    /** Other notes outside the range of pitches. */
    readonly pitches: number;
  };
}

/**
 * Quantises a song to a grid. A tick goes to the nearest step, `⌊tick·grid / ppq + ½⌋`, in exact integer arithmetic.
 *
 * A note is struck at the step of its start and held up to the step of its end, at least for one step. The roll extends to the
 * song's end and one step further, which is usually silent. In format 2, whose tracks are independent pieces, each track begins
 * at the first whole quarter note after the one before.
 *
 * @throws {HarmoniumError} `roll-too-long` before anything is allocated; `option-range`
 */
export function songToRoll(song: SongNotes, options: SongToRollOptions = {}): RollOfSong {
  const { result, notes, add } = startQuantising(song, options);
  for (const note of notes) add(note);
  return result;
}

/** Quantises notes one after the other. */
interface Quantiser {
  /** The roll so far. */
  readonly result: RollOfSong;
  /** All notes of the song, sorted by start. */
  readonly notes: readonly Note[];
  /** Adds the next of them; returns its length in steps. */
  add(note: Note): number;
}

/**
 * Prepares an empty roll for a song, see {@link songToRoll}.
 *
 * @throws {HarmoniumError} as {@link songToRoll}
 */
export function startQuantising(song: SongNotes, options: SongToRollOptions): Quantiser {
  const { grid = 4, pitches = DEFAULT_PITCHES, drums = false, maxSteps = DEFAULT_MAX_STEPS } = options;
  checkInteger('grid', grid, ...GRID_RANGE);
  checkInteger('maxSteps', maxSteps, 1, STEP_LIMIT);
  checkPitches(pitches);
  checkNotes(song);
  const offsets = trackOffsets(song);
  // In format 2 the last track ends with its last note.
  const end = song.format === 2 ? (offsets[song.tracks] ?? 0) : song.end;
  const stepOf = (tick: number): number => nearestStep(song, grid, tick);
  checkSteps(stepOf(end) + 1, maxSteps);

  const roll = silentRoll(stepOf(end) + 1, grid, pitches);
  const width = bitsPerStep(pitches);
  const count = pitchCount(pitches);
  // For each pitch, held cells are set up to here: with sorted notes no cell is set twice, however many notes overlap.
  const heldUpTo = new Uint32Array(count);
  const leftOut = { drums: 0, pitches: 0 };
  const startOf = (note: Note): number => note.start + (offsets[note.track] ?? 0);
  return {
    result: { roll, leftOut },
    notes: [...song.notes].sort((a, b) => startOf(a) - startOf(b)),
    add(note) {
      const pitch = note.pitch - pitches.low;
      const start = stepOf(startOf(note));
      const stop = Math.max(start + 1, stepOf(startOf(note) + note.length));
      if (isDrumChannel(note.channel) && !drums) leftOut.drums++;
      else if (pitch < 0 || pitch >= count) leftOut.pitches++;
      else {
        setBit(roll.bits, start * width + count + pitch);
        const held = heldUpTo[pitch] ?? 0;
        for (let step = Math.max(start, held); step < stop; step++) setBit(roll.bits, step * width + pitch);
        heldUpTo[pitch] = Math.max(held, stop);
      }
      return stop - start;
    },
  };
}

/** shape [tracks + 1]: the tick at which each track begins, and at which the last one ends. */
function trackOffsets(song: SongNotes): Float64Array {
  const offsets = new Float64Array(song.tracks + 1);
  if (song.format !== 2) return offsets;
  // First the length of track t at index t + 1, then the running sums.
  for (const { track, start, length } of song.notes) {
    offsets[track + 1] = Math.max(offsets[track + 1] ?? 0, start + length);
  }
  let at = 0;
  for (const [track, length] of offsets.entries()) {
    at += Math.ceil(length / song.ppq) * song.ppq;
    offsets[track] = at;
  }
  return offsets;
}
