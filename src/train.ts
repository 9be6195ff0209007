/**
 * `harmonium-rbm/train`: from songs to the bytes of a model file, without what plays or draws.
 *
 * Songs come from `harmonium-rbm/midi/reading/read-midi`, or from anywhere: `songToRoll` asks only for their notes. A tenth of a file's size comes
 * from `writeCompactModel` of `harmonium-rbm/model/write-compact-model`.
 *
 * @module
 */
export { HarmoniumError } from './error.ts';
export { writeModel } from './model/write-model.ts';
export {
  freeEnergyGap,
  modelOf,
  prepareTraining,
  type Training,
  type TrainModelOptions,
  trainModel,
} from './music/training/train-model.ts';
export { type EpochRecord, trainEpoch } from './rbm/training/trainer.ts';
export { songToRoll } from './roll/song-to-roll.ts';
