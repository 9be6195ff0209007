/**
 * Reading a MIDI file's events.
 *
 * @module
 */
import { type MidiEvent as Decoded, parseMidi } from 'midi-file';
import { checkArray } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import type { MidiEvent, MidiTracks, TrackEvents } from '../midi-tracks.ts';
import { readChunks } from './chunks.ts';
import { cleanTrack, type ReadState } from './clean-track.ts';
import { EventWriter } from './event-writer.ts';
import { limitError, midiLimits } from './limits.ts';
import { ignoreWarning, type ReadMidiOptions } from './warning.ts';

/**
 * Reads the events of a Standard MIDI File of format 0, 1 or 2, bare or in a RIFF wrapper.
 *
 * In a file with SMPTE time, tempo events have no meaning and are replaced by one at tick 0, see `midi/reading/division`.
 *
 * @param options - as in `readMidi`
 * @throws {HarmoniumError} as `readMidi`
 */
export function readTracks(bytes: Uint8Array, options: ReadMidiOptions = {}): MidiTracks {
  const { onWarning = ignoreWarning, keep = 'all' } = options;
  checkArray('bytes', bytes, 'Uint8Array');
  const limits = midiLimits(options);
  const { maxBytes, maxTracks } = limits;
  if (bytes.length > maxBytes) {
    throw limitError('the file is too large', ['maxBytes', maxBytes, 'bytes'], `${bytes.length}`, maxBytes);
  }
  const { format, division, tracks: ranges, others } = readChunks(bytes, maxTracks, onWarning);
  const frameTempo = division.microsecondsPerQuarter;
  const tracks: TrackEvents[] = [];
  const writer = new EventWriter(bytes.length);
  const state: ReadState = { bytes, limits, onWarning, writer, keep, events: 0, raw: [], rawIndices: [] };
  for (const [index, range] of ranges.entries()) {
    const events: MidiEvent[] = [];
    const track = { events, end: 0, decoded: 0 };
    for (const piece of cleanTrack(state, range, `track ${index}`)) {
      pushEvents(track, decode(piece, range.start), state, frameTempo === undefined);
    }
    for (const event of events) {
      if (event.kind === 'time-signature' && event.numerator === 0) {
        const message = `track ${index} has a time signature with numerator 0 at tick ${event.tick}`;
        onWarning({ code: 'midi-numerator', message, offset: range.start });
      }
    }
    tracks.push({ events, end: track.end, raw: keep === 'all' ? state.raw : undefined });
  }
  const first = tracks[0];
  if (frameTempo !== undefined && first !== undefined) {
    const tempo: MidiEvent = { kind: 'tempo', tick: 0, microsecondsPerQuarter: frameTempo };
    tracks[0] = { ...first, events: [tempo, ...first.events] };
  }
  const chunks =
    keep === 'all' ? others.map(({ after, start, end }) => ({ after, bytes: copyOf(bytes, start, end) })) : [];
  return { format, ppq: division.ppq, division: division.raw, tracks, chunks };
}

/** A copy; `slice` of a Node buffer would share its memory. */
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}

/** Decodes a validated file of one track, or of a piece of one. */
function decode(clean: Uint8Array, offset: number): readonly Decoded[] {
  try {
    return parseMidi(clean).tracks[0] ?? [];
  } catch (error) {
    // No validated track is known to fail; if one does, the decoder throws a bare string.
    throw new HarmoniumError('midi-decoder', `the decoder rejects a track: ${String(error)}`, { offset });
  }
}

/** A track under construction. */
interface TrackBuilder {
  readonly events: MidiEvent[];
  /** Tick of the last event. */
  end: number;
  /** Number of decoded events so far, without texts and end of track. */
  decoded: number;
}

/** Appends decoded events, with ticks from the track's start and their raw indices. */
function pushEvents(
  track: TrackBuilder,
  decoded: readonly Decoded[],
  { rawIndices }: ReadState,
  tempos: boolean,
): void {
  for (const event of decoded) {
    track.end += event.deltaTime;
    // Texts only carry delta time: see `event-writer`.
    if (event.type === 'text' || event.type === 'endOfTrack') continue;
    const musical = eventOf(event, track.end, rawIndices[track.decoded++]);
    if (musical !== undefined && (tempos || musical.kind !== 'tempo')) track.events.push(musical);
  }
}

function eventOf(event: Decoded, tick: number, rawIndex: number | undefined): MidiEvent | undefined {
  if (event.type === 'noteOn') {
    const { channel, noteNumber: pitch, velocity } = event;
    return { kind: 'note-on', tick, rawIndex, channel, pitch, velocity };
  }
  if (event.type === 'noteOff')
    return { kind: 'note-off', tick, rawIndex, channel: event.channel, pitch: event.noteNumber };
  if (event.type === 'controller') {
    const { channel, controllerType: controller, value } = event;
    if (controller === 64) return { kind: 'pedal', tick, rawIndex, channel, value };
    return { kind: 'control', tick, rawIndex, channel, controller, value };
  }
  if (event.type === 'programChange') {
    return { kind: 'program', tick, rawIndex, channel: event.channel, program: event.programNumber };
  }
  if (event.type === 'pitchBend') return { kind: 'bend', tick, rawIndex, channel: event.channel, value: event.value };
  if (event.type === 'channelAftertouch') {
    return { kind: 'pressure', tick, rawIndex, channel: event.channel, value: event.amount };
  }
  if (event.type === 'setTempo')
    return { kind: 'tempo', tick, rawIndex, microsecondsPerQuarter: event.microsecondsPerBeat };
  if (event.type === 'timeSignature') {
    // The decoder computes 1 << n, which is negative for 2³¹.
    return { kind: 'time-signature', tick, rawIndex, numerator: event.numerator, denominator: event.denominator >>> 0 };
  }
  if (event.type === 'keySignature') {
    return { kind: 'key-signature', tick, rawIndex, sharps: event.key, minor: event.scale === 1 };
  }
  return event.type === 'portPrefix' ? { kind: 'port', tick, rawIndex, port: event.port } : undefined;
}
