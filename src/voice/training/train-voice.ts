/**
 * From recorded notes to a voice.
 *
 * @module
 */
import { type DenseArena, plainArena } from '../../dense/dense-arena.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import { type LearntVoice, roundToFile } from '../files/voice-file.ts';
import { doublingDilations, type VoiceShape } from '../network/voice-shape.ts';
import type { RecordedNote } from './voice-streams.ts';
import { createVoiceTrainer, stepVoice, type VoiceOptions } from './voice-trainer.ts';

/** Options of {@link trainVoice}. */
export interface TrainVoiceOptions extends VoiceOptions {
  /** Sizes of the network. Default: 16 channels, dilations 1, 2, … 64, logistics, and a rate of 8,000. */
  readonly shape?: Partial<VoiceShape> | undefined;
  /** Where arrays come from and what computes, with the same bits; plain by default. On lanes it takes `trainerBytes`. */
  readonly arena?: DenseArena | undefined;
}

/**
 * Learns a voice from notes at the rate of its shape.
 *
 * @throws {HarmoniumError} `option-range`; `no-notes`; `gradient` if the training diverges; `lanes-memory`
 */
export function trainVoice(notes: readonly RecordedNote[], options: TrainVoiceOptions): LearntVoice {
  return atOnce(trainVoiceInParts(notes, options));
}

/**
 * {@link trainVoice} in parts.
 *
 * @throws {HarmoniumError} as {@link trainVoice}, on the first call of `next`
 */
export function* trainVoiceInParts(notes: readonly RecordedNote[], options: TrainVoiceOptions): InParts<LearntVoice> {
  const { shape, arena = plainArena() } = options;
  const whole: VoiceShape = {
    channels: 16,
    dilations: doublingDilations(7, 7),
    output: 'logistics',
    rate: 8000,
    ...shape,
  };
  const trainer = createVoiceTrainer(whole, notes, options, arena.kernels, arena.allocate);
  const { steps, seed } = trainer.options;
  while (trainer.step < steps) {
    stepVoice(trainer);
    yield trainer.step / steps;
  }
  roundToFile(trainer.network);
  const training = { steps: String(steps), seed: String(seed), notes: String(notes.length) };
  return { network: trainer.network, level: trainer.level, training };
}
