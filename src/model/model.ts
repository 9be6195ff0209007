/**
 * A trained machine together with what its units mean in music.
 *
 * @module
 */
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
  /** How it came to be: preset, seed, options, figures. Free words, kept as they are; never read back as numbers. */
  readonly training: Readonly<Record<string, string>>;
}
