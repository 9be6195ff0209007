/**
 * What a musician asks for. Models are trained, and write windows, pieces, continuations, new bars and
 * other voices.
 *
 * @module harmonium-rbm/music
 */
export { type Trainer, trainEpoch } from '../rbm/training/trainer.ts';
export { type ComposeOptions, type Composition, compose, composeInParts } from './compose/compose.ts';
export { type RollStatistics, rollStatistics, rollStatisticsInParts } from './evaluate/statistics.ts';
export { type PieceOptions, piece, pieceInParts } from './inpaint/piece.ts';
export type { InpaintOptions } from './inpaint/window-chain.ts';
export { type MoodLabelling, type MoodUnitOptions, moodLabelling } from './mood/label-windows.ts';
export { type MoodProbability, moodProbabilities } from './mood/mood-probabilities.ts';
export { type ContinueOptions, continueSong, continueSongInParts } from './songs/continue-song.ts';
export { type FillOptions, fillBars, fillBarsInParts } from './songs/fill-bars.ts';
export { type HarmoniseOptions, harmonise, harmoniseInParts } from './songs/harmonise.ts';
export type { NewVoice } from './songs/instrumentation.ts';
export type { SourceSongOptions } from './songs/source-song.ts';
export type { Keep } from './songs/voice-selection.ts';
export type { OnsetGrid } from './theory/rhythm.ts';
export type { ChainOptions } from './training/preset-defaults.ts';
export { type ModelOptions, PRESETS, type PresetName } from './training/presets.ts';
export {
  freeEnergyGap,
  modelOf,
  prepareTraining,
  type Training,
  type TrainModelOptions,
  trainModel,
} from './training/train-model.ts';
export { type Generated, type GenerateOptions, generate, generateInParts } from './windows/generate.ts';
export { type Playing, playedBy } from './windows/play.ts';
