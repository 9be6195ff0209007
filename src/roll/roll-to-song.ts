/**
 * From the grid to notes.
 *
 * @module
 */
import { checkInteger, checkNumber } from '../check.ts';
import { checkSong } from '../midi/check-song.ts';
import { compareNotes } from '../midi/order.ts';
import { PLAYING_RANGES } from '../midi/playing-ranges.ts';
import type { Note, Song } from '../midi/song.ts';
import { heldBars } from './held-bars.ts';
import type { PianoRoll } from './piano-roll.ts';
import { checkRoll } from './roll-shape.ts';

/** How to play a roll. */
export interface RollToSongOptions {
  /** 24 unless given: deltas stay small, and at a grid of 4 it makes the common 96 ticks a quarter note. */
  readonly ticksPerStep?: number;
  /** Quarter notes a minute, 4–1000; none is written unless given. */
  readonly tempo?: number;
  /** How hard all notes are struck, 1–127; 80 unless given. */
  readonly velocity?: number;
  /** 0–15; 0 unless given. */
  readonly channel?: number;
  /** Instrument, 0–127; none is written unless given. */
  readonly program?: number;
  /** Bars; none are written unless given. The denominator is a power of two. */
  readonly timeSignature?: { readonly numerator: number; readonly denominator: number };
}

/**
 * Plays a roll: a song of one track whose PPQ is `grid · ticksPerStep`, as long as the roll. Which cells make a note:
 * `roll/held-bars`.
 *
 * @throws {HarmoniumError} `option-range`; `length` if the roll has too few bits
 */
export function rollToSong(roll: PianoRoll, options: RollToSongOptions = {}): Song {
  const { ticksPerStep = 24, tempo, velocity = 80, channel = 0, program, timeSignature } = options;
  checkRoll('roll', roll);
  const { grid, steps } = roll;
  checkInteger('ticksPerStep', ticksPerStep, 1, Math.floor(32767 / grid));
  checkInteger('velocity', velocity, ...PLAYING_RANGES.velocity);
  checkInteger('channel', channel, 0, 15);
  if (tempo !== undefined) checkNumber('tempo', tempo, ...PLAYING_RANGES.tempo);
  const microsecondsPerQuarter = tempo === undefined ? [] : [Math.round(60000000 / tempo)];
  const song: Song = {
    format: 0,
    ppq: grid * ticksPerStep,
    tracks: 1,
    end: steps * ticksPerStep,
    notes: rollNotes(roll, ticksPerStep, velocity, channel),
    tempos: microsecondsPerQuarter.map((duration) => ({ tick: 0, microsecondsPerQuarter: duration })),
    timeSignatures: timeSignature === undefined ? [] : [{ tick: 0, ...timeSignature }],
    programs: program === undefined ? [] : [{ tick: 0, channel, track: 0, program }],
    pedals: [],
  };
  checkSong(song);
  return song;
}

function rollNotes(roll: PianoRoll, ticksPerStep: number, velocity: number, channel: number): Note[] {
  const notes = heldBars(roll).map(({ pitch, start, length }) => ({
    start: start * ticksPerStep,
    length: length * ticksPerStep,
    pitch,
    velocity,
    channel,
    track: 0,
  }));
  return notes.sort(compareNotes);
}
