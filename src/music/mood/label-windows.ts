/**
 * Training windows with mood units behind them.
 *
 * @module
 */
import { checkEach, checkInteger, refuse } from '../../check.ts';
import type { InParts } from '../../in-parts.ts';
import { type GroupedRows, setBit, wordsFor } from '../../math/bits/bit-rows.ts';
import { copyBits } from '../../math/bits/copy-bits.ts';
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import { moodRecord } from '../../model/moods.ts';
import type { TrainingRecord } from '../../model/training-record.ts';
import { checkMood, type Mood } from '../../mood/mood.ts';
import { moodLevels, moodUnitCount, moodUnitsOn, thresholdsOf } from '../../mood/mood-code.ts';
import { bitsPerStep } from '../../roll/roll-shape.ts';
import { windowRoll } from '../../roll/window-roll.ts';
import type { ModelOptions } from '../training/presets.ts';
import { moodOfRoll } from './mood-of-roll.ts';

/** Adds mood units to windows; gives the new rows, and a record of what the units mean. See `TrainModelOptions.moods`. */
export type MoodLabelling = (
  windows: GroupedRows,
  options: Pick<ModelOptions, 'stride' | 'steps' | 'grid' | 'pitches'>,
  allocate?: Allocator,
) => InParts<[rows: GroupedRows, record: TrainingRecord]>;

/** The form of mood units. */
export interface MoodUnitOptions {
  /** Thresholds of each axis, 1–16. Default 8. */
  readonly levels?: number | undefined;
  /** Units of each axis, 1–1,024. Default 24: with 64, fewer of the bundled corpus's windows are chords (.77 for .84), and more are copies. */
  readonly units?: number | undefined;
  /**
   * The mood of a window without a label is that of the passage of so many quarter notes around it, 1–1,024: a bar alone is in no key.
   * Default 8.
   */
  readonly beats?: number | undefined;
}

/**
 * How windows get moods in a training: those of a song that has a label get that, all others the mood of the passage around them,
 * by its notes alone (see `moodOfRoll`).
 *
 * @param labels - one a song, in the order of the rolls; undefined for a song without a label
 * @throws {HarmoniumError} `option-range` for a mood or an option out of range
 */
export function moodLabelling(
  labels: readonly (Mood | undefined)[] = [],
  options: MoodUnitOptions = {},
): MoodLabelling {
  for (const label of labels) if (label !== undefined) checkMood(label);
  const { levels = 8, units = 24, beats = 8 } = options;
  checkEach(checkInteger, { levels, units, beats }, { levels: [1, 16], units: [1, 1024], beats: [1, 1024] });
  return (windows, shape, allocate) => labelWindows(windows, { ...shape, levels, units, beats }, labels, allocate);
}

/** The shape of windows, and {@link MoodUnitOptions}. */
type Shape = Pick<ModelOptions, 'stride' | 'steps' | 'grid' | 'pitches'> & {
  readonly [K in keyof MoodUnitOptions]-?: number;
};

function* labelWindows(
  windows: GroupedRows,
  shape: Shape,
  labels: readonly (Mood | undefined)[],
  allocate: Allocator = ordinaryArrays,
): InParts<[GroupedRows, TrainingRecord]> {
  const { starts, columns, groups } = windows;
  const count = starts.length;
  const songs = groups.length - 1;
  if (labels.length !== 0 && labels.length !== songs) refuse('labels', `one for each of ${songs} songs`, labels.length);
  // Numbers, not objects: there may be millions.
  const valence = new Float64Array(count);
  const arousal = new Float64Array(count);
  for (let g = 0; g + 1 < groups.length; g++) {
    const [from, to] = [groups[g] ?? 0, groups[g + 1] ?? 0];
    for (let row = from; row < to; row++) {
      ({ valence: valence[row], arousal: arousal[row] } = labels[g] ?? passageMood(windows, row, from, to, shape));
      if (row % 256 === 0) yield (0.9 * row) / count;
    }
  }
  const code = {
    units: shape.units,
    valence: thresholdsOf(valence, shape.levels),
    arousal: thresholdsOf(arousal, shape.levels),
  };
  const counts = Array.from({ length: (code.valence.length + 1) * (code.arousal.length + 1) }, () => 0);
  if (counts.length === 1) return [windows, {}];
  // Unlike windows, labelled ones cannot share bits.
  const words = wordsFor(columns + moodUnitCount(code));
  const rows: GroupedRows = {
    bits: allocate(Uint32Array, count * words),
    starts: Uint32Array.from(starts, (_, row) => 32 * words * row),
    columns: columns + moodUnitCount(code),
    groups,
  };
  for (let row = 0; row < count; row++) {
    const levels = moodLevels(code, { valence: valence[row] ?? 0, arousal: arousal[row] ?? 0 });
    const first = rows.starts[row] ?? 0;
    copyBits(rows.bits, first, windows.bits, starts[row] ?? 0, columns);
    for (const unit of moodUnitsOn(code, levels)) setBit(rows.bits, first + columns + unit);
    counts[levels[0] * (code.arousal.length + 1) + levels[1]]! += 1;
    if (row % 4096 === 0) yield 0.9 + (0.1 * row) / count;
  }
  return [rows, moodRecord({ ...code, counts })];
}

/** The mood of the music around a window, which is one of the rows [from, to) of its song; neutral where it is silent. */
function passageMood(
  { bits, starts }: GroupedRows,
  row: number,
  from: number,
  to: number,
  { stride, steps, grid, pitches, beats }: Shape,
): Mood {
  // Windows of one roll follow each other at the stride; a jump is the beginning of the song in another key.
  const advance = stride * bitsPerStep(pitches);
  const isNext = (next: number): boolean =>
    next > from && next < to && (starts[next] ?? 0) - (starts[next - 1] ?? 0) === advance;
  const around = Math.max(0, Math.ceil((beats * grid - steps) / 2 / stride));
  let [first, last] = [row, row];
  while (row - first < around && isNext(first)) first--;
  while (last - row < around && isNext(last + 1)) last++;
  const passage = { steps: (last - first) * stride + steps, grid, pitches };
  return moodOfRoll(windowRoll(bits, passage, starts[first] ?? 0)) ?? { valence: 0, arousal: 0 };
}
