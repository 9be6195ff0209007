import type { Tone } from './tone.ts';
/** What tells one sustained instrument from another. */
export interface Sustained {
  /** Amplitudes of the harmonics 1, 2, 3, … */
  readonly harmonics: readonly number[];
  /** Hertz above which partials are weak. */
  readonly brightness: number;
  /** Cents between the outer of its players, who stand left and right; 0 for one player. */
  readonly chorus: number;
  readonly attack: number;
  readonly release: number;
}
/** What sustained instruments there are. */
export declare const SUSTAINED: Readonly<Record<'organ' | 'strings' | 'wind' | 'pad', Sustained>>;
/**
 * A sustained tone.
 *
 * @param pitch - 0–127
 * @param velocity - 1–127
 * @param pan - −1 to 1
 */
export declare function sustainedTone(instrument: Sustained, pitch: number, velocity: number, pan: number): Tone;
