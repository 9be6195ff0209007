/**
 * Windows of judged music, laid out so that two can be compared quickly.
 *
 * @module
 */
import type { InParts } from '../../in-parts.ts';
import { copyBits } from '../../math/bits/copy-bits.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { bitsPerStep, DEFAULT_PITCHES } from '../../roll/roll-shape.ts';
import { JUDGED_STEPS } from './judged-roll.ts';

/** Words of a window: its 2,496 bits fill them to the last one. */
export const WINDOW_WORDS: number = (JUDGED_STEPS * bitsPerStep(DEFAULT_PITCHES)) / 32;

/** Windows of sixteen steps. */
export interface WindowSet {
  readonly count: number;
  /** shape [count, 78]: each window's bits, as in a roll */
  readonly words: Uint32Array;
}

/** Windows between two parts: less than a hundredth of a second. */
const WINDOWS_A_PART = 4096;

/** All windows of rolls by `judgedRoll`, one every `stride` steps, in parts; none reaches past its roll's end. */
export function* windowsOfInParts(rolls: readonly PianoRoll[], stride: number): InParts<WindowSet> {
  const counts = rolls.map(({ steps }) => Math.floor((steps - JUDGED_STEPS) / stride) + 1);
  const count = counts.reduce((sum, windows) => sum + windows, 0);
  const words = new Uint32Array(count * WINDOW_WORDS);
  const bits = 32 * WINDOW_WORDS;
  let window = 0;
  for (const [r, roll] of rolls.entries()) {
    for (let n = 0; n < (counts[r] ?? 0); n++) {
      copyBits(words, window++ * bits, roll.bits, n * stride * bitsPerStep(roll.pitches), bits);
      if (window % WINDOWS_A_PART === 0) yield window / count;
    }
  }
  return { count, words };
}

/** Some of the windows, in the order given. */
export function pickWindows(windows: WindowSet, picked: Uint32Array): WindowSet {
  const words = new Uint32Array(picked.length * WINDOW_WORDS);
  for (const [n, from] of picked.entries()) {
    words.set(windows.words.subarray(from * WINDOW_WORDS, (from + 1) * WINDOW_WORDS), n * WINDOW_WORDS);
  }
  return { count: picked.length, words };
}
