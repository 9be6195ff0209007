/**
 * Learnt voices: a small WaveNet that learns from recorded notes, and plays songs.
 *
 * @module harmonium-rbm/voice
 */
export type { DenseArena } from '../dense/dense-arena.ts';
export type { DenseKernels } from '../dense/dense-kernels.ts';
export type { Allocator, ArrayKind } from '../math/memory/allocator.ts';
export type { Instrument } from '../sound/song-blocks.ts';
export type { VoicePart } from '../sound/voices/voice-part.ts';
export type { VoiceNote } from './conditioning.ts';
export { namedNote } from './data/note-name.ts';
export { type OwnNote, ownNotes } from './data/own-notes.ts';
export { type PairNotes, pairNotes } from './data/pair-notes.ts';
export { type LearntVoice, readVoice, writeVoice } from './files/voice-file.ts';
export { instrumentBytes, type VoiceInstrumentOptions, voiceInstrument } from './generation/voice-instrument.ts';
export type { VoiceLayer, VoiceNetwork } from './network/voice-network.ts';
export { doublingDilations, receptiveField, type VoiceOutput, type VoiceShape } from './network/voice-shape.ts';
export { type TrainVoiceOptions, trainVoice, trainVoiceInParts } from './training/train-voice.ts';
export type { RecordedNote } from './training/voice-streams.ts';
export { trainerBytes, type VoiceOptions } from './training/voice-trainer.ts';
