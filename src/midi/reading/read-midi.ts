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
 * Notes last from note on to note off: `sustain` applies the pedal. In format 2 times count from the start of each note's own
 * track, and tempos and time signatures of all tracks are in one list.
 *
 * @param options - `onWarning` receives recoverable faults; `maxBytes`, `maxTracks`, `maxEvents` and `maxTicks` limit the file,
 * defaults in {@link MIDI_LIMITS}
 * @throws {HarmoniumError} with a code that begins with `midi-` and the faulty byte as `offset` (`midi-too-long` has the limit as
 * `option`); `option-range` if `bytes` is not a `Uint8Array`
 */
export function readMidi(bytes: Uint8Array, options: ReadMidiOptions = {}): Song {
  return songFromTracks(readTracks(bytes, options), options);
}
