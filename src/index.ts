/**
 * Harmonium: a Restricted Boltzmann Machine that learns from MIDI files and writes new music.
 *
 * The core: it runs on any JavaScript engine, and the same seed gives the same bytes on each. Every module can also be
 * imported by itself, such as `harmonium-rbm/rbm/sampling/gibbs-chain`.
 *
 * @module
 */
export { type ErrorDetails, errorAbout, HarmoniumError } from './error.ts';
export type { BitRows, GroupedRows } from './math/bits/bit-rows.ts';
export { seedState } from './math/random/seed-state.ts';
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
} from './midi/midi-tracks.ts';
export type { RawChunk, RawEvent } from './midi/raw-event.ts';
export { MIDI_LIMITS, type MidiLimits } from './midi/reading/limits.ts';
export { readMidi } from './midi/reading/read-midi.ts';
export { readTracks } from './midi/reading/read-tracks.ts';
export type { MidiWarning, OnWarning, ReadMidiOptions } from './midi/reading/warning.ts';
export type {
  ChannelPressure,
  ControlChange,
  KeySignature,
  Note,
  PedalChange,
  PitchBend,
  ProgramChange,
  Song,
  SongNotes,
  SongSource,
  SourceTrack,
  Tempo,
  TimeSignature,
} from './midi/song.ts';
export { sustain } from './midi/sustain.ts';
export { DEFAULT_TEMPO, durationSeconds, mainTempo, TEMPO_RANGE } from './midi/tempo.ts';
export { writeMidi } from './midi/writing/write-midi.ts';
export { type CompactLoss, compactLoss } from './model/compact-loss.ts';
export type { Model } from './model/model.ts';
export { readModel } from './model/read-model.ts';
export type { TrainingRecord } from './model/training-record.ts';
export { writeCompactModel } from './model/write-compact-model.ts';
export { writeModel } from './model/write-model.ts';
export { type RollStatistics, rollStatistics } from './music/evaluate/statistics.ts';
export { type PieceOptions, piece } from './music/inpaint/piece.ts';
export type { DrawOptions } from './music/inpaint/window-chain.ts';
export { type ContinueOptions, continueSong } from './music/songs/continue-song.ts';
export { type FillOptions, fillBars } from './music/songs/fill-bars.ts';
export { type HarmoniseOptions, harmonise } from './music/songs/harmonise.ts';
export type { NewVoice } from './music/songs/players.ts';
export type { GivenSongOptions } from './music/songs/source-song.ts';
export type { Keep } from './music/songs/voice-selection.ts';
export type { OnsetGrid } from './music/theory/rhythm.ts';
export type { ChainOptions } from './music/training/preset-defaults.ts';
export { type ModelOptions, PRESETS, type PresetName } from './music/training/presets.ts';
export {
  freeEnergyGap,
  modelOf,
  prepareTraining,
  type Training,
  type TrainModelOptions,
  trainModel,
} from './music/training/train-model.ts';
export { type Generated, type GenerateOptions, generate } from './music/windows/generate.ts';
export { type Playing, playedBy } from './music/windows/play.ts';
export type { LogPartition } from './rbm/diagnostics/annealed-importance.ts';
export type { Gradient } from './rbm/kernels/gradient.ts';
export type { LogitBounds } from './rbm/packed/logit-bounds.ts';
export type { PackedWeights } from './rbm/packed/packed-weights.ts';
export type { Packed4Thresholds } from './rbm/packed/packed4-thresholds.ts';
export { createRbm, drawWeights, type Rbm, type Reals } from './rbm/rbm.ts';
export { type Clamp, createClamp, runClampedChain } from './rbm/sampling/clamp.ts';
export { createChain, type GibbsChain, runChain, startFromNoise } from './rbm/sampling/gibbs-chain.ts';
export { createLadder, type Ladder, runLadder } from './rbm/sampling/ladder.ts';
export { type ActiveUnits, createSampler, type Sampler } from './rbm/sampling/sampler.ts';
export type { Offsets } from './rbm/training/centred-update.ts';
export type { CdRoom } from './rbm/training/contrastive-divergence.ts';
export type { Learner } from './rbm/training/learner.ts';
export type { PersistentLearner } from './rbm/training/persistent-learner.ts';
export type { PhaseSums } from './rbm/training/phase-sums.ts';
export type { Phases, Statistics } from './rbm/training/phases.ts';
export {
  createTrainer,
  type EpochRecord,
  type Learning,
  type Trainer,
  type TrainingOptions,
  trainEpoch,
  trainEpochInBatches,
} from './rbm/training/trainer.ts';
export type { Velocity } from './rbm/training/update.ts';
export type { WeightAverage } from './rbm/training/weight-average.ts';
export { articleRoll } from './roll/article-roll.ts';
export { cutWindows, type WindowShape } from './roll/cut-windows.ts';
export type { PianoRoll, PitchRange } from './roll/piano-roll.ts';
export { type RollToSongOptions, rollToSong } from './roll/roll-to-song.ts';
export { type RollOfSong, type SongToRollOptions, songToRoll } from './roll/song-to-roll.ts';
export { joinRolls, sliceRoll } from './roll/window-roll.ts';
export { renderSong } from './sound/render-song.ts';
export { SAMPLE_RATE, type Sound } from './sound/sound.ts';
export { writeWav } from './sound/wav.ts';
export { FIT_DEFAULTS, type FitOptions, type FitSettings } from './tabular/fit-options.ts';
export { type FittedRbm, fitRbm } from './tabular/fit-rbm.ts';
export { loadRbm } from './tabular/load-rbm.ts';
export { type LogLikelihood, type LogLikelihoodOptions, logLikelihood } from './tabular/log-likelihood.ts';
export type { HasRbm } from './tabular/machine.ts';
export { type ReconstructOptions, reconstruct } from './tabular/reconstruct.ts';
export { freeEnergy, pseudoLikelihood } from './tabular/row-figures.ts';
export { type SampleOptions, sample } from './tabular/sample.ts';
export { saveRbm } from './tabular/save-rbm.ts';
export type { Table } from './tabular/table.ts';
export { transform } from './tabular/transform.ts';
export type { Cell, CellView, TabularData } from './tabular/values.ts';
