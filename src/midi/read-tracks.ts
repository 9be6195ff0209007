/**
 * From a MIDI file's bytes to its events.
 *
 * @module
 */
import { type MidiEvent as Decoded, parseMidi } from 'midi-file';
import { checkArray } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { readChunks } from './chunks.ts';
import { cleanTrack } from './clean-track.ts';
import type { MidiEvent, MidiTracks, TrackEvents } from './midi-tracks.ts';
import { ignoreWarning, type ReadMidiOptions } from './warning.ts';

/** A million take about a second and 300 MB. The largest of 9,823 files in use, 312 KB, has room for a sixth of that. */
const EVENT_LIMIT = 1000000;

/** The sustain pedal's number among the controllers. */
const PEDAL = 64;

/**
 * Reads the events of a Standard MIDI File of format 0, 1 or 2, bare or in a RIFF wrapper.
 *
 * The tempos of a file that counts film frames mean nothing and are replaced by one at tick 0, see `midi/division`.
 *
 * @throws {HarmoniumError} with a code that begins with `midi-` and the offset of the byte at fault; `option-range` for
 * what is not bytes
 */
export function readTracks(bytes: Uint8Array, options: ReadMidiOptions = {}): MidiTracks {
  const { onWarning = ignoreWarning } = options;
  checkArray('bytes', bytes, 'Uint8Array');
  const { format, division, tracks: places } = readChunks(bytes, onWarning);
  const fixed = division.microsecondsPerQuarter;
  const tracks: TrackEvents[] = [];
  let count = 0;
  for (const [index, place] of places.entries()) {
    const clean = cleanTrack(bytes, place, `track ${index}`, onWarning);
    count += clean.events;
    if (count > EVENT_LIMIT) {
      throw new HarmoniumError('midi-too-long', 'the file has too many events', {
        expected: `at most ${EVENT_LIMIT}`,
        got: `${count} up to the end of track ${index}`,
        offset: place.end,
      });
    }
    const track = absolute(decode(clean.bytes, place.start), fixed === undefined);
    for (const event of track.events) {
      if (event.kind === 'time-signature' && event.numerator === 0) {
        const message = `track ${index} has a time signature of no beats at tick ${event.tick}`;
        onWarning({ code: 'midi-numerator', message, offset: place.start });
      }
    }
    tracks.push(track);
  }
  const first = tracks[0];
  if (fixed !== undefined && first !== undefined) {
    const tempo: MidiEvent = { kind: 'tempo', tick: 0, microsecondsPerQuarter: fixed };
    tracks[0] = { events: [tempo, ...first.events], end: first.end };
  }
  return { format, ppq: division.ppq, tracks };
}

/** The decoder's events of a clean file of one track. */
function decode(clean: Uint8Array, offset: number): readonly Decoded[] {
  try {
    return parseMidi(clean).tracks[0] ?? [];
  } catch (error) {
    // Nothing that passed the walk is known to get here; if something does, it must not come out as a bare string.
    throw new HarmoniumError('midi-decoder', `the decoder refuses a track: ${String(error)}`, { offset });
  }
}

/** Our events, at ticks from the track's start, without the kinds nobody asks for. */
function absolute(decoded: readonly Decoded[], tempos: boolean): TrackEvents {
  const events: MidiEvent[] = [];
  let tick = 0;
  for (const event of decoded) {
    tick += event.deltaTime;
    if (event.type === 'noteOn') {
      const { channel, noteNumber: pitch, velocity } = event;
      events.push({ kind: 'note-on', tick, channel, pitch, velocity });
    } else if (event.type === 'noteOff') {
      events.push({ kind: 'note-off', tick, channel: event.channel, pitch: event.noteNumber });
    } else if (event.type === 'controller' && event.controllerType === PEDAL) {
      events.push({ kind: 'pedal', tick, channel: event.channel, value: event.value });
    } else if (event.type === 'programChange') {
      events.push({ kind: 'program', tick, channel: event.channel, program: event.programNumber });
    } else if (event.type === 'setTempo' && tempos) {
      events.push({ kind: 'tempo', tick, microsecondsPerQuarter: event.microsecondsPerBeat });
    } else if (event.type === 'timeSignature') {
      // The decoder shifts a 1 to the left, which makes 2³¹ negative.
      const denominator = event.denominator >>> 0;
      events.push({ kind: 'time-signature', tick, numerator: event.numerator, denominator });
    }
  }
  return { events, end: tick };
}
