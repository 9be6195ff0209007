/**
 * Is a song one that can be written down?
 *
 * @module
 */
import { checkInteger, checkList, checkObject, refuse } from '../check.ts';
import { MOST_TICKS } from './limits.ts';
import type { Song, SongNotes } from './song.ts';

/**
 * Checks every number of a song against the ranges its types state. The order of the lists does not matter.
 *
 * @throws {HarmoniumError} `option-range`, which names the entry and the field: `notes[3].pitch`
 */
export function checkSong(song: Song): void {
  checkNotes(song);
  const { end, tracks } = song;
  for (const name of ['tempos', 'timeSignatures', 'programs', 'pedals'] as const) checkObjects(name, song[name]);
  for (const [i, tempo] of song.tempos.entries()) {
    check('tempos', i, 'tick', tempo.tick, 0, end);
    check('tempos', i, 'microsecondsPerQuarter', tempo.microsecondsPerQuarter, 1, 16777215);
  }
  for (const [i, { tick, numerator, denominator }] of song.timeSignatures.entries()) {
    check('timeSignatures', i, 'tick', tick, 0, end);
    check('timeSignatures', i, 'numerator', numerator, 0, 255);
    check('timeSignatures', i, 'denominator', denominator, 1, 2147483648);
    if (2147483648 % denominator !== 0) refuse(`timeSignatures[${i}].denominator`, 'a power of two', denominator);
  }
  for (const [i, program] of song.programs.entries()) {
    check('programs', i, 'tick', program.tick, 0, end);
    check('programs', i, 'channel', program.channel, 0, 15);
    check('programs', i, 'track', program.track, 0, tracks - 1);
    check('programs', i, 'program', program.program, 0, 127);
  }
  for (const [i, pedal] of song.pedals.entries()) {
    check('pedals', i, 'tick', pedal.tick, 0, end);
    check('pedals', i, 'channel', pedal.channel, 0, 15);
    check('pedals', i, 'track', pedal.track, 0, tracks - 1);
    check('pedals', i, 'value', pedal.value, 0, 127);
  }
}

/**
 * Checks what {@link SongNotes} has of a song.
 *
 * @throws {HarmoniumError} as {@link checkSong}
 */
export function checkNotes(song: SongNotes): void {
  checkObject('song', song, 'a song');
  const { end, tracks, notes } = song;
  checkInteger('format', song.format, 0, 2);
  checkInteger('ppq', song.ppq, 1, 32767);
  checkInteger('tracks', tracks, 1, song.format === 0 ? 1 : 65535);
  checkInteger('end', end, 0, MOST_TICKS);
  checkObjects('notes', notes);
  for (const [i, note] of notes.entries()) {
    check('notes', i, 'start', note.start, 0, end);
    check('notes', i, 'length', note.length, 0, end - note.start);
    check('notes', i, 'pitch', note.pitch, 0, 127);
    check('notes', i, 'velocity', note.velocity, 1, 127);
    check('notes', i, 'channel', note.channel, 0, 15);
    check('notes', i, 'track', note.track, 0, tracks - 1);
  }
}

function checkObjects(name: string, list: readonly unknown[]): void {
  checkList(name, list);
  for (let i = 0; i < list.length; i++) {
    const entry = list[i];
    if (typeof entry !== 'object' || entry === null) checkObject(`${name}[${i}]`, entry, 'an object');
  }
}

/** As `checkInteger`, but spells the name out only for the one that fails: a song has thousands of fields. */
function check(list: string, index: number, field: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  checkInteger(`${list}[${index}].${field}`, value, low, high);
}
