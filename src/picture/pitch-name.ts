/**
 * Names of pitches.
 *
 * @module
 */

const NAMES: readonly string[] = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** The name of a MIDI pitch, 0–127, in scientific pitch notation: 60 is `C4`, 0 is `C-1`. */
export function pitchName(pitch: number): string {
  return `${NAMES[pitch % 12] ?? ''}${Math.floor(pitch / 12) - 1}`;
}

/** Whether the pitch is a black key of the piano. */
export function isBlackKey(pitch: number): boolean {
  return (NAMES[pitch % 12] ?? '').length > 1;
}
