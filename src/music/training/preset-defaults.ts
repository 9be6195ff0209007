/**
 * How a preset's models generate and play by default.
 *
 * @module
 */
import type { PresetName } from './presets.ts';

/** How a chain is started and for how long it runs before its window is music. */
export interface ChainOptions {
  /** Gibbs steps, 0–1,000,000. */
  readonly gibbs: number;
  /** Where chains start: all units off, noise, or the states of the training chains. */
  readonly from: 'zeros' | 'noise' | 'chains';
  /** What becomes of the chain's last step, see `music/windows/decode`. */
  readonly decode: 'likeliest' | 'sample';
}

/** How a window is played. */
interface PlayingStyle {
  readonly ticksPerStep: number;
  /** 1–127 */
  readonly velocity: number;
  /** Whether the MIDI file states the model's tempo. */
  readonly tempo: boolean;
}

/** `article`: what the original program wrote, 55 ticks a row, softly, without a tempo, after one step from zeros. */
const DEFAULTS: Readonly<Record<PresetName, ChainOptions & PlayingStyle>> = {
  default: { gibbs: 200, from: 'noise', decode: 'likeliest', ticksPerStep: 24, velocity: 80, tempo: true },
  article: { gibbs: 1, from: 'zeros', decode: 'sample', ticksPerStep: 55, velocity: 40, tempo: false },
};

/** From a training's chains: they need no burn-in, only enough steps to forget their start. */
const FROM_CHAINS = { from: 'chains', gibbs: 50 } as const;

/**
 * The defaults of the preset that a model was trained with. A model with chains starts from them.
 */
export function presetDefaultsOf({
  training,
  chains,
}: {
  readonly training: { readonly preset?: string | undefined };
  readonly chains?: unknown;
}): ChainOptions & PlayingStyle {
  if (training.preset === 'article') return DEFAULTS.article;
  return { ...DEFAULTS.default, ...(chains !== undefined && FROM_CHAINS) };
}
