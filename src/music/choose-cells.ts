/**
 * From probabilities of cells to notes: on a sheet, the likeliest of the free cells.
 *
 * @module
 */
import type { Sheet } from './sheet.ts';

/**
 * Puts on the likeliest free cells of the steps from `from` up to but not including `to`, and all other free ones off.
 *
 * As many notes are held as the probabilities of all steps together add up to, times `density`. A note is struck where it begins; of the steps at which it is held on, the likeliest are
 * struck again, as many as the probabilities of striking leave. No note is held longer than `longest` steps: then it is
 * struck again.
 *
 * @param probability - shape [≥ (to − from) · width], of cell n from `from` on; read for free cells only
 */
export function chooseCells(
  sheet: Sheet,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
  longest: number,
): void {
  chooseHeld(sheet, from, to, probability, density);
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

/** The `count` likeliest of some cells; of equally likely ones the earlier, so that every engine takes the same. */
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
