import { type Sound } from './sound.ts';
/** A sine. */
export interface PartialTone {
  /** Hertz, below half the sample rate. */
  readonly frequency: number;
  /** Amplitude at its start. */
  readonly level: number;
  /** Seconds in which it falls to 1/e; Infinity for one that stays. */
  readonly decay: number;
}
/** Partials that come from one place. */
export interface Source {
  readonly partials: readonly PartialTone[];
  /** −1 left, 0 centre, 1 right. */
  readonly pan: number;
}
/** What a key sounds like. */
export interface Tone {
  readonly sources: readonly Source[];
  /** Seconds in which it rises. */
  readonly attack: number;
  /** Seconds in which it falls to 1/e once its key is up. */
  readonly release: number;
}
/**
 * Adds a tone to a sound.
 *
 * A partial r^n·sin(nω + φ) obeys y[n] = 2r·cos ω·y[n−1] − r²·y[n−2]: two multiplications a sample, and no sine but for
 * the first two. What would sound beyond the sound's end is lost.
 *
 * @param start - the sample at which its key goes down, ≥ 0
 * @param held - samples until its key comes up
 */
export declare function addTone(sound: Sound, start: number, held: number, tone: Tone): void;
