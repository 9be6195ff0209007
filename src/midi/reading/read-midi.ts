/**
 * Reading MIDI files.
 *
 * @module
 */

import type { Song } from '../song.ts';
import { readTracks } from './read-tracks.ts';
import { songFromTracks } from './song-from-tracks.ts';
import type { ReadMidiOptions } from './warning.ts';

/**
 * Reads a Standard MIDI File of format 0, 1 or 2, bare or in a RIFF wrapper.
 *
 * Notes last as long as their keys are held: for the pedal's work see `midi/sustain`. In a file of format 2 all times
 * count from the start of the note's own track, and tempos and time signatures are those of all tracks together.
 *
 * @param options - `onWarning` hears of faults that are passed over; `maxBytes`, `maxTracks`, `maxEvents` and `maxTicks`
 * bound what is read, see `midi/reading/limits`
 * @throws {HarmoniumError} with a code that begins with `midi-` and, as `offset`, the byte at fault (`midi-too-long` names
 * the limit as `option`); `option-range` for what is not bytes
 */
export function readMidi(bytes: Uint8Array, options: ReadMidiOptions = {}): Song {
  return songFromTracks(readTracks(bytes, options), options);
}
