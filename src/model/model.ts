/**
 * A trained machine together with what its units mean in music.
 *
 * @module
 */
import type { Rbm } from '../rbm/rbm.ts';

/** A machine whose visible units are a window of a piano roll: `steps` rows of 2·(high − low + 1) bits. */
export interface Model {
  readonly rbm: Rbm;
  /** Steps in a window. */
  readonly steps: number;
  /** Steps in a quarter note. */
  readonly grid: number;
  /** The pitches of the roll, both included, 0–127. */
  readonly pitches: { readonly low: number; readonly high: number };
  /** Beats (quarter notes) a minute at which its music is played unless told otherwise. */
  readonly tempo: number;
  /** How it came to be: preset, seed, options, figures. Free words, kept as they are; never read back as numbers. */
  readonly training: Readonly<Record<string, string>>;
}
