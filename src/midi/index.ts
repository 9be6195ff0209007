/**
 * Standard MIDI Files to songs and back, with every event of the file.
 *
 * @module harmonium-rbm/midi
 */
export type {
  BendEvent,
  ControlEvent,
  KeySignatureEvent,
  MidiEvent,
  MidiTracks,
  NoteOff,
  NoteOn,
  PedalEvent,
  PortEvent,
  PressureEvent,
  ProgramEvent,
  TempoEvent,
  TimeSignatureEvent,
  TrackEvents,
} from './midi-tracks.ts';
export type { RawChunk, RawEvent } from './raw-event.ts';
export { MIDI_LIMITS, type MidiLimits } from './reading/limits.ts';
export { readMidi } from './reading/read-midi.ts';
export { readTracks } from './reading/read-tracks.ts';
export { songFromTracks } from './reading/song-from-tracks.ts';
export type { MidiWarning, OnWarning, ReadMidiOptions } from './reading/warning.ts';
export {
  type ChannelPressure,
  type ControlChange,
  isDrumChannel,
  type KeySignature,
  type Note,
  type PedalChange,
  type PitchBend,
  type ProgramChange,
  type Song,
  type SongNotes,
  type SongSource,
  type SourceTrack,
  type Tempo,
  type TimeSignature,
} from './song.ts';
export { sustain } from './sustain.ts';
export { DEFAULT_TEMPO, durationSeconds, mainTempo, TEMPO_RANGE } from './tempo.ts';
export { writeMidi } from './writing/write-midi.ts';
