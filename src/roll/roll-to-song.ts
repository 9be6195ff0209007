/**
 * Piano rolls to songs.
 *
 * @module
 */
import { checkInteger, checkNumber } from '../check.ts';
import { checkSong } from '../midi/check-song.ts';
import { compareNotes } from '../midi/order.ts';
import { PLAYING_RANGES } from '../midi/playing-ranges.ts';
import type { Note, Song, TimeSignature } from '../midi/song.ts';
import type { PianoRoll } from './piano-roll.ts';
import { rollNotes } from './roll-notes.ts';
import { checkRoll } from './roll-shape.ts';

/** Options of {@link rollToSong}. */
export interface RollToSongOptions {
  /** Default 24: small delta times, and with a grid of 4 the common PPQ of 96. */
  readonly ticksPerStep?: number;
  /** Quarter notes per minute, 4–1,000. Default: no tempo is written. */
  readonly tempo?: number;
  /** Velocity of all notes, 1–127. Default 80. */
  readonly velocity?: number;
  /** 0–15. Default 0. */
  readonly channel?: number;
  /** Instrument, 0–127. Default: no program is written. */
  readonly program?: number;
  /** Time signature; the denominator is a power of two, 1–64. Default: none is written. */
  readonly timeSignature?: Omit<TimeSignature, 'tick'>;
}

/**
 * Converts a roll to a song: one track, PPQ `grid · ticksPerStep`, as long as the roll. `roll/roll-notes` tells which cells make a
 * note.
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
    notes: songNotes(roll, ticksPerStep, velocity, channel),
    tempos: microsecondsPerQuarter.map((duration) => ({ tick: 0, microsecondsPerQuarter: duration })),
    timeSignatures: timeSignature === undefined ? [] : [{ tick: 0, ...timeSignature }],
    programs: program === undefined ? [] : [{ tick: 0, channel, track: 0, program }],
    pedals: [],
  };
  checkSong(song);
  return song;
}

function songNotes(roll: PianoRoll, ticksPerStep: number, velocity: number, channel: number): Note[] {
  const notes = rollNotes(roll).map(({ pitch, start, length }) => ({
    start: start * ticksPerStep,
    length: length * ticksPerStep,
    pitch,
    velocity,
    channel,
    track: 0,
  }));
  return notes.sort(compareNotes);
}
