/**
 * A trained machine together with what its units mean in music.
 *
 * @module
 */
import type { BitRows } from '../math/bits/bit-rows.ts';
import type { Rbm } from '../rbm/rbm.ts';
import type { PitchRange } from '../roll/piano-roll.ts';

/** A machine whose visible units are a window of a piano roll: `steps` rows of two bits a pitch. */
export interface Model {
  readonly rbm: Rbm;
  /** Steps in a window. */
  readonly steps: number;
  /** Steps in a quarter note. */
  readonly grid: number;
  readonly pitches: PitchRange;
  /** Beats (quarter notes) a minute at which its music is played unless told otherwise, 4–1,000. */
  readonly tempo: number;
  /**
   * Where the persistent chains of its training came to, 1–32,767 of them: rows of visible units. Chains that start there
   * are at home already.
   */
  readonly chains?: BitRows | undefined;
  /**
   * How it came to be: preset, seed, options, figures, and the music's habits. Free words, kept as they are. Of them only
   * `preset`, `sustain`, `transpose`, `keys` and `voices` are read again, by `music/training/preset-defaults` and those who play, and `split`, by
   * the command `evaluate`.
   */
  readonly training: Readonly<Record<string, string>>;
}
