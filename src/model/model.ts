/**
 * A trained machine together with what its units mean in music.
 *
 * @module
 */
import type { BitRows } from '../math/bits/bit-rows.ts';
import type { Rbm } from '../rbm/rbm.ts';
import type { PitchRange } from '../roll/piano-roll.ts';
import type { TrainingRecord } from './training-record.ts';

/** A machine whose visible units are a window of a piano roll: `steps` rows of two bits a pitch. Mood units may follow. */
export interface Model {
  /** The machine, of steps · 2 · pitches visible units and the mood units that `training` describes. */
  readonly rbm: Rbm;
  /** Steps in a window. */
  readonly steps: number;
  /** Steps in a quarter note. */
  readonly grid: number;
  /** The pitches of a step, from the lowest to the highest. */
  readonly pitches: PitchRange;
  /** Beats (quarter notes) a minute at which its music is played by default, 4–1,000. */
  readonly tempo: number;
  /**
   * The last states of the training's persistent chains, 1–32,767 of them: rows of visible units. A chain that starts from
   * one needs no burn-in.
   */
  readonly chains?: BitRows | undefined;
  /** How it was trained, as far as that is known; `{}` for a machine of any other origin. */
  readonly training: TrainingRecord;
}
