/**
 * From songs to the bytes of a model file, without what plays or draws.
 *
 * Songs come from `harmonium-rbm/midi`, or from anywhere: `songToRoll` needs only their notes. `writeCompactModel` of
 * `harmonium-rbm/model` writes files of a tenth of the size.
 *
 * @module harmonium-rbm/train
 */
export { HarmoniumError } from './error.ts';
export { writeModel } from './model/write-model.ts';
export {
  modelOf,
  prepareTraining,
  type Training,
  type TrainModelOptions,
  trainModel,
} from './music/training/train-model.ts';
export { type EpochRecord, trainEpoch } from './rbm/training/trainer.ts';
export { songToRoll } from './roll/song-to-roll.ts';
