import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveSvg } from '../../src/picture/curve-svg.ts';
import { trainingSvg } from '../../src/picture/training-svg.ts';
import { type Element, elements, parseXml } from './xml.ts';

/** The lines, as their points. */
function lines(svg: string): number[][][] {
  const paths = elements(parseXml(svg), 'path').filter((path) => path.attributes.get('stroke-width') === '2');
  return paths.map((path) => pointsOf(path));
}

function pointsOf(path: Element): number[][] {
  const d = path.attributes.get('d') ?? '';
  return d
    .slice(1)
    .split('L')
    .map((pair) => pair.split(' ').map(Number));
}

const words = (svg: string): string[] => elements(parseXml(svg), 'text').map(({ text }) => text.trim());

describe('curveSvg', () => {
  const chart = {
    title: 'Title',
    xLabel: 'update',
    x: [0, 10, 20, 30],
    panels: [
      { title: 'nats', curves: [{ name: 'one', values: [0, 10, 5, 0] }] },
      { title: 'bits', curves: [{ name: 'two', values: [1, undefined, Number.NaN, 4] }] },
    ],
  };

  it('draws each value at its place', () => {
    const [one = [], two = []] = lines(curveSvg(chart));
    expect(one.length).toBe(4);
    const [left, , , right] = one.map(([x]) => x ?? 0);
    expect(one.map(([x]) => ((x ?? 0) - left!) / (right! - left!))).toEqual([
      0,
      expect.closeTo(1 / 3),
      expect.closeTo(2 / 3),
      1,
    ]);
    const [bottom, top, middle, again] = one.map(([, y]) => y ?? 0);
    expect(bottom).toBe(again);
    expect(middle).toBeCloseTo((bottom! + top!) / 2, 1);
    expect(top).toBeLessThan(bottom!);
    // The second leaves out what is not there, and lies below the first.
    expect(two.map(([x]) => x)).toEqual([left, right]);
    expect(Math.min(...two.map(([, y]) => y ?? 0))).toBeGreaterThan(bottom!);
  });

  it('puts ticks where their values are', () => {
    const svg = curveSvg(chart);
    const [one = []] = lines(svg);
    const y = (label: string): number => {
      const text = elements(parseXml(svg), 'text').find((element) => element.text === label);
      return Number(text?.attributes.get('y')) - 3.8;
    };
    expect(y('10')).toBeCloseTo(one[1]![1]!, 1);
    expect(y('0')).toBeCloseTo(one[0]![1]!, 1);
  });

  it('names every line and axis', () => {
    const svg = curveSvg(chart);
    expect(words(svg)).toEqual(expect.arrayContaining(['Title', 'nats', 'bits', 'update', 'one', 'two', '0', '30']));
    expect(elements(parseXml(svg), 'tspan').map(({ text }) => text)).toEqual(['0', '4']);
    expect(elements(parseXml(svg), 'desc')[0]?.text).toBe('nats: one; bits: two, by update');
  });

  it('keeps seven names apart', () => {
    const curves = Array.from({ length: 7 }, (_, k) => ({ name: `chain ${k}`, values: [0, 1, 2, 3 + k / 1e4] }));
    const root = parseXml(curveSvg({ ...chart, panels: [{ title: '', curves }] }));
    const places = elements(root, 'text')
      .filter(({ text }) => text.startsWith('chain'))
      .map(({ attributes }) => Number(attributes.get('y')));
    expect(places.length).toBe(7);
    const gaps = places.slice(1).map((place, k) => place - places[k]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(14.9);
  });

  it('is well formed, finite and inside its frame whatever the values', () => {
    const value = fc.option(fc.double(), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 8 }), { maxLength: 4 }), fc.string(), (values, name) => {
        const curves = values.map((list) => ({ name, values: list }));
        const x = [1, 2, 3, 4, 5, 6, 7, 8];
        const svg = curveSvg({ title: name, xLabel: name, x, panels: [{ title: name, curves, gap: true }] });
        const root = parseXml(svg);
        for (const text of elements(root, 'path').map(({ attributes }) => attributes.get('d') ?? '')) {
          expect(text).not.toMatch(/NaN|Infinity|undefined/);
        }
        for (const [px = -1, py = -1] of lines(svg).flat()) {
          expect(px >= 0 && px <= 820 && py >= 0 && py <= Number(root.attributes.get('height'))).toBe(true);
        }
        expect(curveSvg({ title: name, xLabel: name, x, panels: [{ title: name, curves, gap: true }] })).toBe(svg);
      }),
    );
  });
});

describe('trainingSvg', () => {
  const records = Array.from({ length: 20 }, (_, k) => ({
    epoch: k + 1,
    reconstructionError: 0.06 / (k + 1),
    freeEnergyTraining: -100 - k,
    freeEnergyHeldOut: k % 5 === 4 ? -98 - k / 2 : undefined,
  }));

  it('draws two panels, three lines and the gap between two of them', () => {
    const svg = trainingSvg(records, 'Pop & more');
    expect(lines(svg).map((line) => line.length)).toEqual([20, 20, 4]);
    expect(words(svg)).toEqual(
      expect.arrayContaining([
        'Pop & more',
        'Reconstruction error, wrong bits a window',
        'Free energy, nats (gap 11.5 after epoch 20)',
      ]),
    );
    const gap = elements(parseXml(svg), 'path').find((path) => path.attributes.get('fill-opacity') === '0.07');
    // From epoch 5, where held-out windows are first measured, to 20 and back.
    expect(gap?.attributes.get('d')?.split('L').length).toBe(16 + 4);
  });

  it('does without held-out windows, and without any record', () => {
    const bare = records.map(({ epoch, reconstructionError, freeEnergyTraining }) => ({
      epoch,
      reconstructionError,
      freeEnergyTraining,
    }));
    expect(lines(trainingSvg(bare)).length).toBe(2);
    expect(words(trainingSvg(bare))).toContain('Free energy, nats');
    expect(lines(trainingSvg([])).length).toBe(0);
    expect(lines(trainingSvg(records.slice(0, 1))).map((line) => line.length)).toEqual([1, 1]);
  });

  it('marks whole epochs only', () => {
    const svg = trainingSvg(records.slice(0, 3));
    expect(words(svg).filter((word) => /^[123](?:\.\d)?$/.test(word))).toEqual(['1', '2', '3']);
  });
});
