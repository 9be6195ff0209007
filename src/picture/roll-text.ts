/**
 * A piano roll as text for a terminal.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import type { RollNote } from '../roll/roll-notes.ts';
import { sliceRoll } from '../roll/window-roll.ts';
import { pitchName } from './pitch-name.ts';
import { markedPitches, rollMarks } from './roll-marks.ts';

/** Options of {@link rollText}. */
export interface RollTextOptions {
  /** Maximum characters per line, 20–1,000. */
  readonly width: number;
}

const GUTTER = 5;

/**
 * Draws a roll as text: a line per pitch, from the highest that occurs to the lowest, a character per step, and a line of beat
 * numbers from 1. `▐` is a struck and held cell, `█` a held one, `▗` one that is struck but not held. Steps that do not fit are cut
 * off, which a last line states. Every line ends with a newline.
 *
 * @throws {HarmoniumError} `option-range` for `width`
 */
export function rollText(roll: PianoRoll, options: RollTextOptions): string {
  checkInteger('width', options.width, 20, 1000);
  const marked = markedPitches(roll);
  if (marked === undefined) return `no notes in ${roll.steps} steps\n`;

  // Whole beats, if at least one fits.
  const room = options.width - GUTTER;
  const whole = room >= roll.grid ? room - (room % roll.grid) : room;
  const steps = Math.min(roll.steps, roll.steps <= room ? room : whole);
  // Only the steps that are shown.
  const { held, struck } = rollMarks(sliceRoll(roll, 0, Math.min(steps, roll.steps)));
  const heldOf = byPitch(held);
  const struckOf = byPitch(struck);
  const lines: string[] = [];
  for (let pitch = marked.high; pitch >= marked.low; pitch--) {
    const cells = emptyCells(pitch, steps, roll.grid);
    for (const { start, length } of heldOf.get(pitch) ?? []) cells.fill('█', start, start + length);
    for (const { start } of struckOf.get(pitch) ?? []) cells[start] = cells[start] === '█' ? '▐' : '▗';
    lines.push(pitchName(pitch).padStart(GUTTER - 1) + '│' + cells.join(''));
  }
  lines.push(`${' '.repeat(GUTTER - 1)}└${beatLine(steps, roll.grid)}`.slice(0, options.width));
  if (steps < roll.steps) lines.push(`${' '.repeat(GUTTER)}${steps} of ${roll.steps} steps`.slice(0, options.width));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** An empty line: a mark at each beat, dotted if the pitch is a C. */
function emptyCells(pitch: number, steps: number, grid: number): string[] {
  return Array.from({ length: steps }, (_, step) => {
    if (step % grid === 0) return pitch % 12 === 0 ? '┼' : '┊';
    return pitch % 12 === 0 ? '┈' : ' ';
  });
}

function byPitch(bars: readonly RollNote[]): Map<number, RollNote[]> {
  const map = new Map<number, RollNote[]>();
  for (const bar of bars) {
    const list = map.get(bar.pitch);
    if (list === undefined) map.set(bar.pitch, [bar]);
    else list.push(bar);
  }
  return map;
}

/** Beat numbers under the first step of each beat, as many as fit. */
function beatLine(steps: number, grid: number): string {
  const beats = Math.ceil(steps / grid);
  let every = 1;
  while (every * grid < String(beats).length + 1) every *= 2;
  let line = '';
  for (let beat = 0; beat < beats; beat += every) line = line.padEnd(beat * grid, '─') + String(beat + 1);
  return line.length > steps ? line.slice(0, steps) : line.padEnd(steps, '─');
}
