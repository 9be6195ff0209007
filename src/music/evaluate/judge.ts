/**
 * How close generated music comes to music that its model has not learnt.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { asPart, atOnce, type InParts } from '../../in-parts.ts';
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { meanHammingDistance, nearestHammingDistancesInParts } from './hamming-distance.ts';
import { JUDGED_STEPS } from './judged-roll.ts';
import { DISTANCE_NAMES, type DistanceName, type Distances, musicDistances } from './music-distances.ts';
import { ascending, quantile } from './quantiles.ts';
import { copyPcg64, createPcg64, type Pcg64, pcg64Choice } from './random/pcg64.ts';
import { pickWindows, type WindowSet, windowsOfInParts } from './window-set.ts';
import { WINDOW_FIGURES, type WindowFigure, type WindowStatistics, windowStatistics } from './window-statistics.ts';

/** Windows are compared in samples of so many, since a distance depends on how many there are. */
export const JUDGED_SAMPLE = 200;

const DRAWS = 6;
const SUMMARY_SAMPLE = 1000;
/** A window every quarter note of learnt and held-out music; generated windows do not overlap. */
const STRIDE = 4;
/** A distance below this share of the unit counts as this much: chance alone makes some small. */
const LEAST_RATIO = 0.3;

/** What generated music is measured with: the same for all music that is compared. */
export interface Baseline {
  readonly heldOut: WindowSet;
  readonly training: WindowSet;
  /** The units: distances between learnt and held-out music, six draws averaged. */
  readonly units: Distances;
  /** A sample of the held-out windows: their statistics, their nearest learnt windows, their mean distance. */
  readonly sample: WindowSet;
  readonly statistics: WindowStatistics;
  readonly nearest: Float64Array;
  readonly spread: number;
  readonly random: Pcg64;
}

/** Means of each figure over the windows; chord, clash, dur, four and bad are of all windows together. */
export type MusicSummary = Readonly<Record<WindowFigure | 'four' | 'bad', number>>;

/** What the baseline says. */
export interface Judgement {
  readonly windows: { readonly generated: number; readonly heldout: number; readonly training: number };
  /** Geometric mean of the ratios, none taken as less than 0.3: 1 is as near to held-out music as learnt music is. */
  readonly gm: number;
  /** Each distance to held-out music, in units of the baseline. */
  readonly ratio: Distances;
  /** Share of generated windows nearer to a learnt window than the nearest 5 % of held-out windows are. */
  readonly copy: number;
  /** Median distance to the nearest learnt window, and mean distance between windows, divided by held-out music's. */
  readonly nn: number;
  readonly pair: number;
  readonly generated: MusicSummary;
  readonly heldout: MusicSummary;
  readonly training: MusicSummary;
}

/**
 * Prepares to judge.
 *
 * @param heldOut - music that was not learnt, by `judgedRoll`
 * @param training - music that was
 * @throws {HarmoniumError} `no-windows` if one of them is empty
 */
export function createBaseline(heldOut: readonly PianoRoll[], training: readonly PianoRoll[]): Baseline {
  return atOnce(createBaselineInParts(heldOut, training));
}

/** {@link createBaseline} in parts. */
export function* createBaselineInParts(
  heldOut: readonly PianoRoll[],
  training: readonly PianoRoll[],
): InParts<Baseline> {
  const held = yield* asPart(someWindows('held-out', heldOut, STRIDE), 0, 0.1);
  const learnt = yield* asPart(someWindows('training', training, STRIDE), 0.1, 0.2);
  const random = createPcg64();
  const size = Math.min(JUDGED_SAMPLE, held.count, learnt.count);
  const draws: Distances[] = [];
  for (let n = 0; n < DRAWS; n++) {
    const one = windowStatistics(pick(learnt, size, random));
    draws.push(musicDistances(one, windowStatistics(pick(held, size, random))));
    yield 0.2 + (0.2 * (n + 1)) / DRAWS;
  }
  const unit = (name: DistanceName): number => draws.reduce((sum, draw) => sum + draw[name], 0) / DRAWS;
  const sample = pick(held, size, random);
  return {
    heldOut: held,
    training: learnt,
    units: Object.fromEntries(DISTANCE_NAMES.map((name) => [name, unit(name)])) as Record<DistanceName, number>,
    sample,
    statistics: windowStatistics(sample),
    nearest: ascending(yield* asPart(nearestHammingDistancesInParts(sample, learnt), 0.4, 1)),
    spread: meanHammingDistance(sample),
    random,
  };
}

/**
 * Judges music: at most 200 of its windows, which do not overlap.
 *
 * @throws {HarmoniumError} `no-windows` if there is none
 */
export function judge(baseline: Baseline, generated: readonly PianoRoll[]): Judgement {
  return atOnce(judgeInParts(baseline, generated));
}

/** {@link judge} in parts. */
export function* judgeInParts(baseline: Baseline, generated: readonly PianoRoll[]): InParts<Judgement> {
  const { heldOut, training, units, nearest } = baseline;
  const windows = yield* asPart(someWindows('generated', generated, JUDGED_STEPS), 0, 0.1);
  const random = copyPcg64(baseline.random);
  const sample = pick(windows, JUDGED_SAMPLE, random);
  const statistics = windowStatistics(sample);
  const distances = musicDistances(statistics, baseline.statistics);
  const ratios = DISTANCE_NAMES.map((name) => [name, distances[name] / Math.max(units[name], 1e-9)] as const);
  const logs = ratios.reduce((sum, [, ratio]) => sum + log(Math.max(ratio, LEAST_RATIO)), 0);
  const near = ascending(yield* asPart(nearestHammingDistancesInParts(sample, training), 0.1, 1));
  const bound = quantile(nearest, 0.05);
  return {
    windows: { generated: windows.count, heldout: heldOut.count, training: training.count },
    gm: exp(logs / ratios.length),
    ratio: Object.fromEntries(ratios) as Record<DistanceName, number>,
    copy: near.filter((distance) => distance < bound).length / near.length,
    nn: quantile(near, 0.5) / Math.max(quantile(nearest, 0.5), 1e-9),
    pair: meanHammingDistance(sample) / Math.max(baseline.spread, 1e-9),
    generated: summary(statistics),
    heldout: summary(baseline.statistics),
    training: summary(windowStatistics(pick(training, SUMMARY_SAMPLE, random))),
  };
}

/** So many of the windows, drawn without replacement; all of them, in order, if there are no more. */
function pick(windows: WindowSet, size: number, random: Pcg64): WindowSet {
  return windows.count <= size ? windows : pickWindows(windows, pcg64Choice(random, windows.count, size));
}

function* someWindows(name: string, rolls: readonly PianoRoll[], stride: number): InParts<WindowSet> {
  const windows = yield* windowsOfInParts(rolls, stride);
  if (windows.count > 0) return windows;
  throw new HarmoniumError('no-windows', `the ${name} music has no notes`, { expected: 'at least one', got: 'none' });
}

function summary(statistics: WindowStatistics): MusicSummary {
  const means = WINDOW_FIGURES.map((name) => [name, mean(statistics.each[name])]);
  const { chord, clash, dur, four, bad } = statistics;
  return { ...(Object.fromEntries(means) as Record<WindowFigure, number>), chord, clash, dur, four, bad };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
