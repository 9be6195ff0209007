/**
 * Model files, read strictly and written as safetensors.
 *
 * @module harmonium-rbm/model
 */
export { type CompactLoss, compactLoss, compactLossInParts } from './compact-loss.ts';
export type { Model } from './model.ts';
export { readModel } from './read-model.ts';
export type { TrainingRecord } from './training-record.ts';
export { withMood } from './with-mood.ts';
export { writeCompactModel } from './write-compact-model.ts';
export { writeModel } from './write-model.ts';
