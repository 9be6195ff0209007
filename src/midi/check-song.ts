/**
 * Validation of songs.
 *
 * @module
 */
import { checkInteger, checkList, checkObject, refuse } from '../check.ts';
import { MAX_TICKS } from './reading/limits.ts';
import { MAX_CHANNELS, type Song, type SongNotes } from './song.ts';

/**
 * Checks every number of a song against the range that its type documents. Lists may be in any order.
 *
 * @throws {HarmoniumError} `option-range`, which names the entry and the field: `notes[3].pitch`
 */
export function checkSong(song: Song): void {
  checkNotes(song);
  const { end, tracks } = song;
  for (const name of ['tempos', 'timeSignatures'] as const) checkObjects(name, song[name]);
  for (const [i, tempo] of song.tempos.entries()) {
    check('tempos', i, 'tick', tempo.tick, 0, end);
    check('tempos', i, 'microsecondsPerQuarter', tempo.microsecondsPerQuarter, 1, 16777215);
  }
  for (const [i, { tick, numerator, denominator }] of song.timeSignatures.entries()) {
    check('timeSignatures', i, 'tick', tick, 0, end);
    check('timeSignatures', i, 'numerator', numerator, 0, 255);
    check('timeSignatures', i, 'denominator', denominator, 1, 64);
    if (64 % denominator !== 0) refuse(`timeSignatures[${i}].denominator`, 'a power of two', denominator);
  }
  const placed = { tick: [0, end], track: [0, tracks - 1] } as const;
  const onChannel = { ...placed, channel: [0, MAX_CHANNELS - 1] } as const;
  checkFields('programs', song.programs, { ...onChannel, program: SEVEN_BITS });
  checkFields('pedals', song.pedals, { ...onChannel, value: SEVEN_BITS });
  checkFields('controls', song.controls ?? [], { ...onChannel, controller: SEVEN_BITS, value: SEVEN_BITS });
  checkFields('bends', song.bends ?? [], { ...onChannel, value: [-8192, 8191] });
  checkFields('pressures', song.pressures ?? [], { ...onChannel, value: SEVEN_BITS });
  checkFields('keySignatures', song.keySignatures ?? [], { ...placed, sharps: [-7, 7] });
}

const SEVEN_BITS = [0, 127] as const;

/** Checks the fields in `ranges` of every entry of a list. */
function checkFields<K extends string>(
  name: string,
  list: readonly Readonly<Record<NoInfer<K>, number>>[],
  ranges: Readonly<Record<K, readonly [low: number, high: number]>>,
): void {
  checkObjects(name, list);
  for (const field of Object.keys(ranges) as K[]) {
    const [low, high] = ranges[field];
    for (let i = 0; i < list.length; i++) check(name, i, field, list[i]?.[field] ?? Number.NaN, low, high);
  }
}

/**
 * Checks the part of a song that {@link SongNotes} describes.
 *
 * @throws {HarmoniumError} as {@link checkSong}
 */
export function checkNotes(song: SongNotes): void {
  checkObject('song', song, 'a song');
  const { end, tracks, notes } = song;
  checkInteger('format', song.format, 0, 2);
  checkInteger('ppq', song.ppq, 1, 32767);
  checkInteger('tracks', tracks, 1, song.format === 0 ? 1 : 65535);
  checkInteger('end', end, 0, MAX_TICKS);
  checkObjects('notes', notes);
  for (const [i, note] of notes.entries()) {
    check('notes', i, 'start', note.start, 0, end);
    check('notes', i, 'length', note.length, 0, end - note.start);
    check('notes', i, 'pitch', note.pitch, 0, 127);
    check('notes', i, 'velocity', note.velocity, 1, 127);
    check('notes', i, 'channel', note.channel, 0, MAX_CHANNELS - 1);
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

/** `checkInteger` that builds the field's name only on failure: a song has thousands of fields. */
function check(list: string, index: number, field: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  checkInteger(`${list}[${index}].${field}`, value, low, high);
}
