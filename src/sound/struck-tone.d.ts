import type { Tone } from './tone.ts';
/** What tells one struck instrument from another. */
export interface Struck {
  /** Times the fundamental's frequency, ascending from 1. */
  readonly ratios: readonly number[];
  /** Hertz above which partials are weak: a soft hammer's limit. */
  readonly brightness: number;
  /** Seconds in which middle C's fundamental falls to 1/e. */
  readonly sustain: number;
  /** Where along the string it is struck, 0–0.5: partials with a node there are missing. 0 misses none. */
  readonly strikePoint: number;
  /** How far stiffness sharpens partials: n·f·√(1 + stiffness·n²). */
  readonly stiffness: number;
  /** Seconds of the attack. */
  readonly attack: number;
  /** Seconds in which a released key falls to 1/e. */
  readonly release: number;
  /** How far apart its two strings stand, 0–1. */
  readonly width: number;
  /** How loud it is beside the others. */
  readonly level: number;
}
/** What struck instruments there are. A stiff bar's second and third mode lie at about 4 and 10 times the first. */
export declare const STRUCK: Readonly<Record<'piano' | 'bars' | 'guitar' | 'bass', Struck>>;
/**
 * A struck tone. Its two strings are a little out of tune, and one dies away twice as fast: together they fall quickly at
 * first and then linger, as a piano's do.
 *
 * @param pitch - 0–127
 * @param velocity - 1–127: harder is louder and brighter
 * @param pan - −1 to 1
 */
export declare function struckTone(instrument: Struck, pitch: number, velocity: number, pan: number): Tone;
