import { describe, expect, it } from 'vitest';
import { asPart, atOnce, type InParts } from '../src/in-parts.ts';
import { compactLoss, compactLossInParts } from '../src/model/compact-loss.ts';
import { createBaseline, createBaselineInParts, judge, judgeInParts } from '../src/music/evaluate/judge.ts';
import { judgedRoll } from '../src/music/evaluate/judged-roll.ts';
import { rollStatistics, rollStatisticsInParts } from '../src/music/evaluate/statistics.ts';
import { piece, pieceInParts } from '../src/music/inpaint/piece.ts';
import { prepareTraining, prepareTrainingInParts } from '../src/music/training/train-model.ts';
import { generate, generateInParts } from '../src/music/windows/generate.ts';
import { rollSvg, rollSvgInParts } from '../src/picture/roll-svg.ts';
import { cutWindows } from '../src/roll/cut-windows.ts';
import { songToRoll } from '../src/roll/song-to-roll.ts';
import { songToRollInParts } from '../src/roll/song-to-roll-in-parts.ts';
import { bundled, MODEL, someBundled } from './music/fixture.ts';

const NOTE = { start: 0, length: 1, pitch: 60, velocity: 80, channel: 0, track: 0 };

function* counting(parts: number): InParts<string> {
  for (let n = 1; n <= parts; n++) yield n / parts;
  return `${parts} parts`;
}

/** The shares that work yields, and its result. */
function followed<T>(work: InParts<T>): { readonly shares: number[]; readonly result: T } {
  const shares: number[] = [];
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return { shares, result: next.value };
    shares.push(next.value);
  }
}

/** The result, of work whose shares are 0–1 and never fall. */
function resultOf<T>(work: InParts<T>, parts: number): T {
  const { shares, result } = followed(work);
  expect(shares.length).toBeGreaterThanOrEqual(parts);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  return result;
}

describe('work in parts', () => {
  it('is done at once', () => {
    expect(atOnce(counting(3))).toBe('3 parts');
    expect(atOnce(counting(0))).toBe('0 parts');
  });

  it('is a part of other work', () => {
    expect(followed(asPart(counting(4), 0.5, 1))).toEqual({ shares: [0.625, 0.75, 0.875, 1], result: '4 parts' });
  });
});

describe('in parts it is the same', () => {
  const rolls = someBundled(6).map((song) => songToRoll(song).roll);

  it('to generate: a part for each Gibbs step', () => {
    const options = { count: 3, gibbs: 5, seed: 'parts' };
    const windows = [...generateInParts(MODEL, options)].map((chain) => resultOf(chain, 5));
    expect(windows).toEqual([...generate(MODEL, options)]);
  });

  it('to write a piece: a part for each window', () => {
    const options = { bars: 8, form: 'AB', gibbs: 4 };
    expect(resultOf(pieceInParts(MODEL, options), 6)).toEqual(piece(MODEL, options));
  });

  it('to lay a song on a grid: a part for each million cells', () => {
    const end = 3_000_000;
    const notes = [60, 61, 62].map((pitch) => Object.assign({}, NOTE, { pitch, length: end }));
    const song = { ...bundled('sakura'), ppq: 1, end, notes };
    const options = { grid: 1, maxSteps: 4_000_000, pitches: { low: 60, high: 61 } };
    expect(resultOf(songToRollInParts(song, options), 3)).toEqual(songToRoll(song, options));
  });

  it('to prepare a training', () => {
    const { trainer, keys } = resultOf(prepareTrainingInParts(rolls, { hidden: 8 }), 2 * rolls.length);
    const other = prepareTraining(rolls, { hidden: 8 });
    expect({ rbm: trainer.rbm, keys }).toEqual({ rbm: other.trainer.rbm, keys: other.keys });
  });

  it('to measure and to judge', () => {
    const music = someBundled(6).map((song) => judgedRoll(song));
    const judged = music.filter((roll) => roll !== undefined);
    const [held, learnt] = [judged.slice(0, 3), judged.slice(3)];
    const baseline = resultOf(createBaselineInParts(held, learnt), 100);
    expect(baseline).toEqual(createBaseline(held, learnt));
    expect(resultOf(judgeInParts(baseline, held), 3)).toEqual(judge(baseline, held));
    expect(resultOf(rollStatisticsInParts(rolls), rolls.length)).toEqual(rollStatistics(rolls));
  });

  it('to compare a compact model, and to draw', () => {
    const rows = cutWindows(rolls.slice(0, 2), { steps: MODEL.steps, stride: MODEL.steps });
    const other = { ...MODEL.rbm, bv: MODEL.rbm.bv.map((bias) => bias / 2) };
    const loss = resultOf(compactLossInParts(MODEL.rbm, other, rows), rows.starts.length);
    expect(loss).toEqual(compactLoss(MODEL.rbm, other, rows));
    const titled = rolls.slice(0, 3).map((roll) => ({ roll, title: 'x' }));
    expect(resultOf(rollSvgInParts(titled), 3)).toBe(rollSvg(titled));
  });
});
