/**
 * A whole song as a picture.
 *
 * @module
 */
import type { InParts } from '../../in-parts.ts';
import type { Song } from '../../midi/song.ts';
import { rollSvgInParts } from '../../picture/roll-svg.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { heldUpTo } from '../../roll/roll-bytes.ts';
import { sliceRoll } from '../../roll/window-roll.ts';

const BARS_A_PANEL = 4;
const MOST_PANELS = 32;

/** The song's roll in lines of two panels, four bars each, from left to right: at most 128 bars. It comes in parts. */
export function songPicture(name: string, song: Song, roll: PianoRoll): InParts<string> {
  const bar = stepsInBar(song, roll.grid);
  const bars = Math.ceil(Math.max(1, heldUpTo(roll)) / bar);
  const drawn = Math.min(bars, BARS_A_PANEL * MOST_PANELS);
  const panels: { roll: PianoRoll; title: string }[] = [];
  for (let first = 0; first < drawn; first += BARS_A_PANEL) {
    const last = Math.min(drawn, first + BARS_A_PANEL);
    const title = last === first + 1 ? `bar ${last}` : `bars ${first + 1}–${last}`;
    panels.push({ roll: sliceRoll(roll, first * bar, Math.min(roll.steps, last * bar)), title });
  }
  const title = drawn < bars ? `${name}: the first ${drawn} of ${bars} bars` : name;
  return rollSvgInParts(panels, { title, columns: Math.min(2, panels.length) });
}

/** As long as the time signature says that the song begins with, if that is whole steps; four quarter notes otherwise. */
function stepsInBar({ timeSignatures }: Song, grid: number): number {
  // Of several at one tick the last holds.
  const first = timeSignatures.find(({ tick }, n) => timeSignatures[n + 1]?.tick !== tick);
  const steps = first === undefined ? 0 : (first.numerator * 4 * grid) / first.denominator;
  return Number.isInteger(steps) && steps > 0 && steps <= 96 ? steps : 4 * grid;
}
