/**
 * From probabilities of cells to notes: on a sheet, the likeliest of the free cells.
 *
 * @module
 */
import { polyphonyAt } from '../windows/polyphony.ts';
import type { Sheet } from './masked-roll.ts';

/** The median of the likely numbers of notes, so that windows do not differ in it where they meet. */
const MEDIAN = 0.5;

/**
 * Puts on the likeliest free cells of the steps from `from` up to but not including `to`, and all other free ones off.
 *
 * As many notes are held as the probabilities of all steps together add up to, times `density`; or at each step as many as
 * its polyphony says, if that is steady. A note is struck where it begins; of the steps at which it is held
 * on, the likeliest are struck again, as many as the probabilities of striking leave. No note is held longer than `longest`
 * steps: then it is struck again.
 *
 * @param probability - shape [≥ (to − from) · width], of cell n from `from` on; read for free cells only
 * @param polyphony - how many steps of the music hold 0, 1, 2, … notes; empty if that is not steady
 */
export function chooseCells(
  sheet: Sheet,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
  longest: number,
  polyphony: readonly number[],
): void {
  if (polyphony.length === 0) chooseHeld(sheet, from, to, probability, density);
  else chooseHeldByPolyphony(sheet, from, to, probability, density, polyphony);
  chooseStruck(sheet, from, to, probability, density);
  strikeAgain(sheet, from, to, longest);
}

function chooseHeld(
  { on, given, width }: Sheet,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
): void {
  const base = from * width;
  const cells: number[] = [];
  let sum = 0;
  for (let step = from; step < to; step++) {
    for (let cell = step * width; cell < step * width + width / 2; cell++) {
      if (given[cell] === 1) continue;
      on[cell] = 0;
      cells.push(cell);
      sum += probability[cell - base] ?? 0;
    }
  }
  for (const cell of likeliest(cells, probability, base, Math.round(density * sum))) on[cell] = 1;
}

/** Step by step, as many as the polyphony of the music leaves to be found. */
function chooseHeldByPolyphony(
  sheet: Sheet,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
  polyphony: readonly number[],
): void {
  const { on, given, width } = sheet;
  const chances = new Float64Array(polyphony.length);
  const base = from * width;
  for (let step = from; step < to; step++) {
    const cells: number[] = [];
    for (let cell = step * width; cell < step * width + width / 2; cell++) {
      if (given[cell] === 1) continue;
      on[cell] = 0;
      cells.push(cell);
    }
    if (cells.length === 0) continue;
    const count = newNoteCount(sheet, step, probability, step * width - base, polyphony, chances);
    for (const cell of likeliest(cells, probability, base, Math.round(density * count))) on[cell] = 1;
  }
}

/**
 * How many of a step's free notes sound, in music of steady polyphony: so many that they and the given ones make
 * that number, see `polyphonyAt`.
 *
 * @param first - where in `probability` the step begins
 * @param chances - shape [as polyphony], overwritten
 */
export function newNoteCount(
  { on, given, width }: Sheet,
  step: number,
  probability: Float64Array,
  first: number,
  polyphony: readonly number[],
  chances: Float64Array,
): number {
  const pitches = width / 2;
  const settled = new Float64Array(pitches);
  let sounding = 0;
  for (let n = 0; n < pitches; n++) {
    const cell = step * width + n;
    const isGiven = given[cell] === 1;
    settled[n] = isGiven ? (on[cell] ?? 0) : (probability[first + n] ?? 0);
    if (isGiven && on[cell] === 1) sounding++;
  }
  return Math.max(0, polyphonyAt(settled, 0, pitches, polyphony, MEDIAN, chances) - sounding);
}

/** Of the held notes, settles where the free ones are struck: where they begin, and again where that is likeliest. */
export function chooseStruck(
  { on, given, width }: Sheet,
  from: number,
  to: number,
  probability: Float64Array | Float32Array,
  density: number,
): void {
  const base = from * width;
  const heldOn: number[] = [];
  let sum = 0;
  let begun = 0;
  for (let step = from; step < to; step++) {
    for (let held = step * width; held < step * width + width / 2; held++) {
      const struck = held + width / 2;
      if (given[struck] === 1) continue;
      sum += probability[struck - base] ?? 0;
      const begins = on[held] === 1 && (step === 0 || on[held - width] === 0);
      on[struck] = begins ? 1 : 0;
      if (begins) begun++;
      else if (on[held] === 1) heldOn.push(struck);
    }
  }
  for (const cell of likeliest(heldOn, probability, base, Math.round(density * sum) - begun)) on[cell] = 1;
}

/**
 * The `count` likeliest of some cells; of equally likely ones the earlier, so that every engine takes the same. It finds what
 * `keepLargest` of `windows/top-k` finds, by a threshold: a sheet may have millions of cells, and the player, which needs the
 * other for a window's, has no bytes for this one.
 */
function likeliest(
  cells: readonly number[],
  probability: Float64Array | Float32Array,
  base: number,
  count: number,
): number[] {
  if (count <= 0) return [];
  const of = (cell: number): number => probability[cell - base] ?? 0;
  // Numbers sort ten times as fast as cells that are compared by a function.
  const least = Float64Array.from(cells, of).sort()[cells.length - count] ?? -1;
  let equals = count;
  for (const cell of cells) if (of(cell) > least) equals--;
  return cells.filter((cell) => of(cell) > least || (of(cell) === least && equals-- > 0));
}

/** Strikes again what has been held for `longest` steps. */
export function strikeAgain({ on, given, width }: Sheet, from: number, to: number, longest: number): void {
  for (let step = Math.max(longest, from); step < to; step++) {
    for (let held = step * width; held < step * width + width / 2; held++) {
      const struck = held + width / 2;
      if (given[struck] === 1 || on[held] === 0) continue;
      let length = 0;
      while (length < longest && on[struck - length * width] === 0) length++;
      if (length === longest) on[struck] = 1;
    }
  }
}
