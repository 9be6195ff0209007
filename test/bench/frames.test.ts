import { describe, expect, it } from 'vitest';
import { framesOf, transposedAmong } from '../../bench/frames.ts';
import { likelihoodText, measureLikelihood } from '../../bench/likelihood.ts';
import { denseRow, onesOf } from '../reference/bits.ts';

const TEXT = JSON.stringify({ train: [[[21, 108], []], [[60]]], valid: [[[60, 64]]], empty: [] });

describe('frames', () => {
  it('are rows of 88 keys, a group a piece', () => {
    const rows = framesOf(TEXT, 'train');
    expect([...rows.groups]).toEqual([0, 2, 3]);
    expect(Array.from(rows.starts, (_, row) => onesOf(denseRow(rows, row)))).toEqual([[0, 87], [], [39]]);
    expect(rows.columns).toBe(88);
  });

  it.each([
    ['{"train": 7}', 'train', '"train": a list of pieces; the file has train'],
    [TEXT, 'test', '"test": a list of pieces; the file has train, valid, empty'],
    [TEXT, 'empty', '"empty" has no frames'],
    ['{"train": [[60]]}', 'train', 'a list of pitches for a frame'],
    ['{"train": [[[20]]]}', 'train', 'pitches 21 to 108, got 20'],
    ['{"train": [[["C4"]]]}', 'train', 'pitches 21 to 108, got C4'],
    ['null', 'train', 'the file has '],
  ])('%s is refused for its "%s"', (text, part, message) => {
    expect(() => framesOf(text, part)).toThrow(message);
  });
});

describe('transposed frames among frames', () => {
  it('are there once each way, and as they were where they would leave the keyboard', () => {
    const rows = transposedAmong(framesOf(TEXT, 'train'), 2, [-2, 2]);
    expect(Array.from(rows.starts, (_, row) => onesOf(denseRow(rows, row)))).toEqual(
      [[39], [39], [37], [41]].flatMap((last) => [[0, 87], [], last]),
    );
    expect([...rows.groups]).toEqual([0, 12]);
  });
});

describe('the likelihood of frames', () => {
  it('is measured, told with its error, and counts where both estimates agree', () => {
    const chords = [
      [48, 60, 64, 67],
      [53, 60, 65, 69],
      [55, 59, 62, 67],
    ];
    const frames = Array.from({ length: 300 }, (_, n) => chords[n % 3]);
    const text = JSON.stringify({ train: [frames], valid: [frames.slice(0, 7)] });
    const told: number[] = [];
    const train = framesOf(text, 'train');
    const found = measureLikelihood(train, framesOf(text, 'valid'), true, (done) => told.push(done));
    expect(told).toEqual([1, 2]);
    expect(found.counts).toBe(true);
    expect(Math.abs(found.up.logPartition - found.down.logPartition)).toBeLessThan(0.1);
    // Better than the notes one by one at a third each, 9 · H(1/3); no better than the three chords can be known.
    expect(found.measured).toBeGreaterThan(-6.5);
    expect(found.measured).toBeLessThan(-Math.log(3));
    const said = likelihoodText('valid', found);
    expect(said).toMatch(/valid: −\d\.\d{3} ± 0\.\d{3} nats a frame/);
    expect(said).toMatch(/note 1-gram +−11\.060/);
    expect(likelihoodText('valid', { ...found, counts: false })).toContain('does not count');
  }, 30_000);
});
