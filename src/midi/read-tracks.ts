/**
 * From a MIDI file's bytes to its events.
 *
 * @module
 */
import { type MidiEvent as Decoded, parseMidi } from 'midi-file';
import { checkArray } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { readChunks } from './chunks.ts';
import { cleanTrack, type Walk } from './clean-track.ts';
import { EventWriter } from './event-writer.ts';
import { beyond, midiLimits } from './limits.ts';
import type { MidiEvent, MidiTracks, TrackEvents } from './midi-tracks.ts';
import { ignoreWarning, type ReadMidiOptions } from './warning.ts';

/**
 * Reads the events of a Standard MIDI File of format 0, 1 or 2, bare or in a RIFF wrapper.
 *
 * The tempos of a file that counts film frames mean nothing and are replaced by one at tick 0, see `midi/division`.
 *
 * @param options - as in `readMidi`
 * @throws {HarmoniumError} with a code that begins with `midi-` and the offset of the byte at fault; `option-range` for
 * what is not bytes
 */
export function readTracks(bytes: Uint8Array, options: ReadMidiOptions = {}): MidiTracks {
  const { onWarning = ignoreWarning } = options;
  checkArray('bytes', bytes, 'Uint8Array');
  const limits = midiLimits(options);
  const { maxBytes, maxTracks } = limits;
  if (bytes.length > maxBytes) {
    throw beyond('the file is too large', ['maxBytes', maxBytes, 'bytes'], `${bytes.length}`, maxBytes);
  }
  const { format, division, tracks: places } = readChunks(bytes, maxTracks, onWarning);
  const fixed = division.microsecondsPerQuarter;
  const tracks: TrackEvents[] = [];
  const walk: Walk = { bytes, limits, onWarning, writer: new EventWriter(bytes.length), events: 0 };
  for (const [index, place] of places.entries()) {
    const events: MidiEvent[] = [];
    let end = 0;
    for (const piece of cleanTrack(walk, place, `track ${index}`)) {
      end = pushEvents(events, end, decode(piece, place.start), fixed === undefined);
    }
    for (const event of events) {
      if (event.kind === 'time-signature' && event.numerator === 0) {
        const message = `track ${index} has a time signature of no beats at tick ${event.tick}`;
        onWarning({ code: 'midi-numerator', message, offset: place.start });
      }
    }
    tracks.push({ events, end });
  }
  const first = tracks[0];
  if (fixed !== undefined && first !== undefined) {
    const tempo: MidiEvent = { kind: 'tempo', tick: 0, microsecondsPerQuarter: fixed };
    tracks[0] = { events: [tempo, ...first.events], end: first.end };
  }
  return { format, ppq: division.ppq, tracks };
}

/** The decoder's events of a clean file of one track, or of a piece of one. */
function decode(clean: Uint8Array, offset: number): readonly Decoded[] {
  try {
    return parseMidi(clean).tracks[0] ?? [];
  } catch (error) {
    // Nothing that passed the walk is known to get here; if something does, it must not come out as a bare string.
    throw new HarmoniumError('midi-decoder', `the decoder refuses a track: ${String(error)}`, { offset });
  }
}

/** Adds our events, at ticks from the track's start, without the kinds nobody asks for; gives the tick of the last. */
function pushEvents(events: MidiEvent[], from: number, decoded: readonly Decoded[], tempos: boolean): number {
  let tick = from;
  for (const event of decoded) {
    tick += event.deltaTime;
    if (event.type === 'noteOn') {
      const { channel, noteNumber: pitch, velocity } = event;
      events.push({ kind: 'note-on', tick, channel, pitch, velocity });
    } else if (event.type === 'noteOff') {
      events.push({ kind: 'note-off', tick, channel: event.channel, pitch: event.noteNumber });
    } else if (event.type === 'controller') {
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
  return tick;
}
