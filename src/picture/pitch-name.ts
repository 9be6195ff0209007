/**
 * Pitches as musicians call them.
 *
 * @module
 */

const NAMES: readonly string[] = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** `C4` for 60: middle C is in octave 4, as scientific pitch notation counts; 0 is `C-1`. */
export function pitchName(pitch: number): string {
  return `${NAMES[pitch % 12] ?? ''}${Math.floor(pitch / 12) - 1}`;
}

/** Whether the pitch is a black key of the piano. */
export function isBlackKey(pitch: number): boolean {
  return (NAMES[pitch % 12] ?? '').length > 1;
}
