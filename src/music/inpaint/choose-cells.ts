/**
 * From probabilities of cells to notes: on a sheet, the likeliest of the free cells.
 *
 * @module
 */
import { voicesAt } from '../windows/polyphony.ts';
import type { Sheet } from './masked-roll.ts';

/** Of the likely numbers of voices the middle one, so that windows do not differ in it where they meet. */
const MEDIAN = 0.5;

/**
 * Puts on the likeliest free cells of the steps from `from` up to but not including `to`, and all other free ones off.
 *
 * As many notes are held as the probabilities of all steps together add up to, times `density`; or at each step as many as
 * the music has voices, if it keeps to a number of them. A note is struck where it begins; of the steps at which it is held
 * on, the likeliest are struck again, as many as the probabilities of striking leave. No note is held longer than `longest`
 * steps: then it is struck again.
 *
 * @param probability - shape [≥ (to − from) · width], of cell n from `from` on; read for free cells only
 * @param voices - how many steps of the music hold 0, 1, 2, … notes; empty for music that keeps to no number
 */
export function chooseCells(
  sheet: Sheet,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
  longest: number,
  voices: readonly number[],
): void {
  if (voices.length === 0) chooseHeld(sheet, from, to, probability, density);
  else chooseCounted(sheet, from, to, probability, density, voices);
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

/** Step by step, as many as the voices of the music leave to be found. */
function chooseCounted(
  sheet: Sheet,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
  voices: readonly number[],
): void {
  const { on, given, width } = sheet;
  const chances = new Float64Array(voices.length);
  const base = from * width;
  for (let step = from; step < to; step++) {
    const cells: number[] = [];
    for (let cell = step * width; cell < step * width + width / 2; cell++) {
      if (given[cell] === 1) continue;
      on[cell] = 0;
      cells.push(cell);
    }
    if (cells.length === 0) continue;
    const count = newVoices(sheet, step, probability, step * width - base, voices, chances);
    for (const cell of likeliest(cells, probability, base, Math.round(density * count))) on[cell] = 1;
  }
}

/**
 * How many of a step's free notes sound, in music that keeps to a number of voices: so many that they and the given ones make
 * that number, see `voicesAt`.
 *
 * @param first - where in `probability` the step begins
 * @param chances - shape [as voices], overwritten
 */
export function newVoices(
  { on, given, width }: Sheet,
  step: number,
  probability: Float64Array,
  first: number,
  voices: readonly number[],
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
  return Math.max(0, voicesAt(settled, 0, pitches, voices, MEDIAN, chances) - sounding);
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
