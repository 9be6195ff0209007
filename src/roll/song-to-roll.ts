/**
 * From notes to the grid.
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
  DEFAULT_PITCHES,
  MAX_STEPS,
  MOST_STEPS,
  pitchCount,
  silentRoll,
} from './roll-shape.ts';

/** How to lay a song on a grid. */
export interface SongToRollOptions {
  /** Steps in a quarter note, 1–96; 4 by default. */
  readonly grid?: number;
  /** Pitches to keep; 24–101 by default. */
  readonly pitches?: PitchRange;
  /** Keep percussion, whose pitches are instruments; false by default. */
  readonly drums?: boolean;
  /** Refuse songs of more steps, 1–16,777,215; 100,000 by default. */
  readonly maxSteps?: number;
}

/** A roll, and how many notes are not in it. */
export interface RollOfSong {
  readonly roll: PianoRoll;
  readonly leftOut: {
    /** Notes of the percussion channel. */
    readonly drums: number;
    /** Other notes, whose pitch the roll does not have. */
    readonly pitches: number;
  };
}

/**
 * Lays a song on a grid. Every tick goes to the nearest step, `⌊tick·grid / ppq + ½⌋`, in whole numbers.
 *
 * A note is struck at its start's step and held from there up to its end's step, but for one step at least: however short,
 * it is heard. The roll reaches to the song's end and has one step more, which is silent as a rule. In a song of format
 * 2, whose tracks are pieces of their own, each track begins at the first whole quarter note after the one before.
 *
 * @throws {HarmoniumError} `roll-too-long` before anything is allocated; `option-range`
 */
export function songToRoll(song: SongNotes, options: SongToRollOptions = {}): RollOfSong {
  const { roll, leftOut, notes, lay } = startLaying(song, options);
  for (const note of notes) lay(note);
  return { roll, leftOut };
}

/** A roll on which the notes are being laid, one after the other. */
interface Laying extends RollOfSong {
  /** All of the song's, by their starts. */
  readonly notes: readonly Note[];
  /** Lays the next one; returns how many steps it lasts. */
  lay(note: Note): number;
}

/**
 * An empty roll for a song, see {@link songToRoll}.
 *
 * @throws {HarmoniumError} as {@link songToRoll}
 */
export function startLaying(song: SongNotes, options: SongToRollOptions): Laying {
  const { grid = 4, pitches = DEFAULT_PITCHES, drums = false, maxSteps = MAX_STEPS } = options;
  checkInteger('grid', grid, 1, 96);
  checkInteger('maxSteps', maxSteps, 1, MOST_STEPS);
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
  // A pitch is held without a gap up to here since some note's start: with notes in order no bit is set twice, however
  // many notes lie on top of each other.
  const heldUpTo = new Uint32Array(count);
  const leftOut = { drums: 0, pitches: 0 };
  const startOf = (note: Note): number => note.start + (offsets[note.track] ?? 0);
  return {
    roll,
    leftOut,
    notes: [...song.notes].sort((a, b) => startOf(a) - startOf(b)),
    lay(note) {
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

/** The tick at which each track begins, and as one more entry where the last one ends. */
function trackOffsets(song: SongNotes): Float64Array {
  const offsets = new Float64Array(song.tracks + 1);
  if (song.format !== 2) return offsets;
  // First each track's length behind its place, then the sums of those before.
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
