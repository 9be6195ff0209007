/**
 * The drawable marks of a hidden unit's receptive field.
 *
 * @module
 */
import type { Rbm } from '../rbm/rbm.ts';
import type { PitchRange } from '../roll/piano-roll.ts';
import type { RollNote } from '../roll/roll-notes.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/** Number of shades for each sign; weights too small for the first shade are not drawn. */
export const LEVELS = 4;
const SMALLEST = 1 / 6;

/** Weights of the same kind and shade. */
interface MarkGroup {
  readonly kind: 'excite' | 'inhibit' | 'excite-struck' | 'inhibit-struck';
  /** 1–4 */
  readonly level: number;
  readonly runs: readonly RollNote[];
}

/** The marks of a receptive field. */
export interface FieldMarks {
  /** Held groups before struck ones, which are drawn on top. */
  readonly groups: readonly MarkGroup[];
  /** Pitches that have a mark. */
  readonly pitchesMarked: readonly number[];
}

/** The hidden units with the largest weight vectors (Euclidean norm), at most `most`, the largest first. */
export function strongestUnits({ w, hidden }: Rbm, most: number): number[] {
  const sums = new Float64Array(hidden);
  for (let n = 0; n < w.length; n++) sums[n % hidden]! += (w[n] ?? 0) * (w[n] ?? 0);
  const units = Array.from(sums.keys());
  return units.sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0) || a - b).slice(0, most);
}

/** The weight of the fullest shade: the 99.8th percentile of the units' absolute weights, or 1 if that is 0. */
export function colourScale({ w, hidden }: Rbm, units: readonly number[]): number {
  const rows = w.length / hidden;
  const sizes = new Float64Array(rows * units.length);
  for (const [n, unit] of units.entries()) {
    for (let v = 0; v < rows; v++) sizes[n * rows + v] = Math.abs(w[v * hidden + unit] ?? 0);
  }
  sizes.sort();
  return sizes[Math.floor(sizes.length * 0.998)] || 1;
}

/** The marks of one unit. Consecutive held cells of the same pitch and shade form a run; struck cells are single marks. */
export function fieldMarks(
  { rbm, steps, pitches }: { readonly rbm: Rbm; readonly steps: number; readonly pitches: PitchRange },
  unit: number,
  scale: number,
): FieldMarks {
  const count = pitchCount(pitches);
  const groups = new Map<string, RollNote[]>();
  const marked = new Set<number>();
  for (let part = 0; part < 2; part++) {
    for (let p = 0; p < count; p++) {
      let last = 0;
      for (let step = 0; step < steps; step++) {
        const weight = rbm.w[((step * 2 + part) * count + p) * rbm.hidden + unit] ?? 0;
        const level = shade(weight / scale);
        if (level !== 0) {
          marked.add(pitches.low + p);
          addCell(
            groups,
            `${part} ${level}`,
            { pitch: pitches.low + p, start: step, length: 1 },
            part === 0 && level === last,
          );
        }
        last = level;
      }
    }
  }
  const order: MarkGroup[] = [];
  for (let part = 0; part < 2; part++) {
    for (let level = -LEVELS; level <= LEVELS; level++) {
      const runs = groups.get(`${part} ${level}`);
      if (runs !== undefined) order.push({ kind: kindOf(part, level), level: Math.abs(level), runs });
    }
  }
  return { groups: order, pitchesMarked: [...marked] };
}

/** The shade, −4 to 4, of a weight relative to the scale; 0 is not drawn. */
function shade(share: number): number {
  const size = Math.abs(share);
  if (size < SMALLEST) return 0;
  const level = Math.min(LEVELS, 1 + Math.floor(((size - SMALLEST) / (1 - SMALLEST)) * LEVELS));
  return share < 0 ? -level : level;
}

function addCell(groups: Map<string, RollNote[]>, key: string, cell: RollNote, continues: boolean): void {
  const runs = groups.get(key) ?? [];
  groups.set(key, runs);
  const run = runs.at(-1);
  if (continues && run !== undefined) runs[runs.length - 1] = { ...run, length: run.length + 1 };
  else runs.push(cell);
}

function kindOf(part: number, level: number): MarkGroup['kind'] {
  const sign = level > 0 ? 'excite' : 'inhibit';
  return part === 0 ? sign : `${sign}-struck`;
}
