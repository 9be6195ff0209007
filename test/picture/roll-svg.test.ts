import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getBit } from '../../src/math/bits/bit-rows.ts';
import { rollMarks } from '../../src/picture/roll-marks.ts';
import { rollSvg } from '../../src/picture/roll-svg.ts';
import { rollOf, SMALL } from './some-roll.ts';
import { type Element, elements, parseXml } from './xml.ts';

/** The names of bars and where they begin. */
function barNames(svg: string): (readonly [string, string | undefined])[] {
  return elements(parseXml(svg), 'text')
    .filter(({ attributes }) => attributes.get('font-size') === '9' && attributes.has('font-weight'))
    .map((one) => [one.text, one.attributes.get('x')]);
}

/** The rectangles of a group with this colour. */
function drawn(svg: string, fill: string): Element[] {
  const groups = elements(parseXml(svg), 'g').filter((group) => group.attributes.get('fill') === fill);
  return groups.flatMap((group) => elements(group, 'rect'));
}

const HELD = '#7dbbe6';
const STRUCK = '#0b3c68';

const place = (element: Element | undefined, key: string): number => Number(element?.attributes.get(key));

const labels = (svg: string): string[] =>
  elements(parseXml(svg), 'text')
    .map(({ text }) => text)
    .filter((text) => /^C-?\d$/.test(text));

/** The numbers below a roll, each with its place. */
const stepNumbers = (svg: string): number[][] =>
  elements(parseXml(svg), 'text')
    .filter((text) => text.attributes.get('font-size') === '9')
    .map((text) => [Number(text.text), place(text, 'x')]);

describe('rollMarks', () => {
  it('finds runs, repeated notes, ties and starts that are not held', () => {
    expect(rollMarks(SMALL)).toEqual({
      held: [
        { pitch: 60, start: 0, length: 2 },
        { pitch: 60, start: 2, length: 2 },
        { pitch: 64, start: 0, length: 2 },
      ],
      struck: [
        { pitch: 60, start: 0, length: 1 },
        { pitch: 60, start: 2, length: 1 },
        { pitch: 67, start: 6, length: 1 },
      ],
    });
  });

  it('accounts for every bit of any roll', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4294967295 }), { minLength: 5, maxLength: 5 }), (words) => {
        const bits = Uint32Array.from(words);
        const marks = rollMarks({ bits, steps: 16, grid: 4, pitches: { low: 60, high: 64 } });
        let held = 0;
        let struck = 0;
        for (let k = 0; k < 160; k++) {
          if (k % 10 < 5) held += getBit(bits, k);
          else struck += getBit(bits, k);
        }
        expect(marks.held.reduce((sum, bar) => sum + bar.length, 0)).toBe(held);
        expect(marks.struck.length).toBe(struck);
      }),
    );
  });
});

describe('rollSvg', () => {
  it('draws a bar for each note and a mark for each start, and says how many', () => {
    const svg = rollSvg([{ roll: SMALL, title: 'A' }]);
    expect(drawn(svg, HELD).length).toBe(3);
    expect(drawn(svg, STRUCK).length).toBe(3);
    expect(elements(parseXml(svg), 'desc')[0]?.text).toBe('1 piano roll. A: 3 notes struck');
  });

  it('puts steps to the right and pitches upwards, to scale', () => {
    const svg = rollSvg([{ roll: SMALL, title: 'A' }]);
    const [first, second, tied] = drawn(svg, HELD);
    const struck = drawn(svg, STRUCK);
    // 2 beats at least 240 pixels wide: 30 pixels a step.
    expect(place(second, 'x') - place(first, 'x')).toBeCloseTo(60, 1);
    expect(place(struck[2], 'x') - place(struck[0], 'x')).toBeCloseTo(180, 1);
    expect(place(first, 'width')).toBeCloseTo(59, 1);
    expect(place(first, 'y')).toBe(place(second, 'y'));
    // 9 pixels a row: E4 is four rows above C4, G4 three above that.
    expect(place(first, 'y') - place(tied, 'y')).toBeCloseTo(36, 1);
    expect(place(tied, 'y') - place(struck[2], 'y')).toBeCloseTo(27, 1);
  });

  it('numbers beats, or bars with a line at each', () => {
    const rolls = [{ roll: rollOf(32, 60, 64, [[0, 60]], []), title: 'A' }];
    // 8 beats of 72 pixels.
    expect(stepNumbers(rollSvg(rolls))).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((beat) => [beat, 72 * (beat - 1) + 2]));
    const bars = rollSvg(rolls, { bar: 12 });
    expect(stepNumbers(bars)).toEqual([1, 2, 3].map((bar) => [bar, 216 * (bar - 1) + 2]));
    const lines = elements(parseXml(bars), 'path').map((path) => path.attributes.get('d') ?? '');
    expect(lines.filter((d) => /^M216 0V[\d.]+M432 0V[\d.]+$/.test(d))).toHaveLength(1);
    expect(bars).toContain('numbers: bars');
    expect(() => rollSvg(rolls, { bar: 0 })).toThrow('bar: expected a whole number from 1');
  });

  it('names bars behind their numbers, as far as there is room', () => {
    const names = ['C', '', 'F#m7b5 <B7> '.repeat(9)];
    const roll = rollOf(32, 60, 64, [[0, 60]], []);
    const found = barNames(rollSvg([{ roll, title: 'A', names }], { bar: 12 }));
    expect(found.map(([, x]) => x)).toEqual(['16', '448']);
    expect(found[0]?.[0]).toBe('C');
    expect(found[1]?.[0]).toMatch(/^F#m7b5 <B7> .*…$/);
    expect(barNames(rollSvg([{ roll, title: 'A', names }]))).toEqual([]);
  });

  it('is accessible: a role, a title, a description, a view box', () => {
    const root = parseXml(rollSvg([{ roll: SMALL, title: 'A' }], { title: 'All of it' }));
    expect(root.attributes.get('role')).toBe('img');
    expect(root.attributes.get('viewBox')).toBe(`0 0 ${root.attributes.get('width')} ${root.attributes.get('height')}`);
    expect(root.children.slice(0, 2).map((child) => [child.name, child.text])).toEqual([
      ['title', 'All of it'],
      ['desc', '1 piano roll. A: 3 notes struck'],
    ]);
  });

  it('escapes titles', () => {
    const title = '<b>&"\'</b>\u0001';
    const texts = elements(parseXml(rollSvg([{ roll: SMALL, title }], { title })), 'text').map((text) => text.text);
    expect(texts.filter((text) => text.startsWith('<b>&"\'</b>')).length).toBe(2);
  });

  it('lays twelve windows out four to a row, inside its frame', () => {
    const rolls = Array.from({ length: 12 }, (_, k) => ({ roll: SMALL, title: `Window ${k + 1}` }));
    const root = parseXml(rollSvg(rolls));
    const places = elements(root, 'g').flatMap((group) => {
      const [, x, y] = /^translate\((\S+) (\S+)\)$/.exec(group.attributes.get('transform') ?? '') ?? [];
      return x === undefined ? [] : [{ x: Number(x), y: Number(y) }];
    });
    // The last one is the legend.
    expect(new Set(places.slice(0, 12).map(({ x }) => x)).size).toBe(4);
    expect(new Set(places.slice(0, 12).map(({ y }) => y)).size).toBe(3);
    expect(Math.max(...places.map(({ x }) => x)) + 240).toBeLessThanOrEqual(Number(root.attributes.get('width')));
    expect(Math.max(...places.map(({ y }) => y))).toBeLessThan(Number(root.attributes.get('height')));
    expect(Number(root.attributes.get('width'))).toBeLessThan(1200);
  });

  it('draws only the pitches that occur, with two to spare, and names each C', () => {
    expect(labels(rollSvg([{ roll: rollOf(4, 0, 127, [[0, 50]], []), title: '' }]))).toEqual(['C3']);
    expect(
      labels(
        rollSvg([
          {
            roll: rollOf(
              4,
              0,
              127,
              [
                [0, 52],
                [0, 71],
              ],
              [],
            ),
            title: '',
          },
        ]),
      ),
    ).toEqual(['C4', 'C5']);
  });

  it('takes silence, no rolls at all, and the ends of the keyboard', () => {
    expect(drawn(rollSvg([{ roll: rollOf(16, 36, 84, [], []), title: 'Silence' }]), HELD)).toEqual([]);
    expect(parseXml(rollSvg([])).name).toBe('svg');
    expect(
      drawn(
        rollSvg([
          {
            roll: rollOf(
              16,
              0,
              127,
              [
                [0, 0],
                [15, 127],
              ],
              [],
            ),
            title: '',
          },
        ]),
        HELD,
      ).length,
    ).toBe(2);
  });

  it('is well formed, finite and the same each time, whatever the roll', () => {
    const words = fc.array(fc.integer({ min: 0, max: 4294967295 }), { minLength: 13, maxLength: 13 });
    fc.assert(
      fc.property(words, fc.string(), fc.constantFrom(1, 3, 4, 24), (values, title, grid) => {
        const roll = { bits: Uint32Array.from(values), steps: 16, grid, pitches: { low: 60, high: 72 } };
        const svg = rollSvg([
          { roll, title },
          { roll, title },
        ]);
        expect(
          rollSvg([
            { roll, title },
            { roll, title },
          ]),
        ).toBe(svg);
        const marks = rollMarks(roll);
        expect(drawn(svg, HELD).length).toBe(2 * marks.held.length);
        expect(drawn(svg, STRUCK).length).toBe(2 * marks.struck.length);
        const numbers = elements(parseXml(svg), 'rect').flatMap(({ attributes }) => Array.from(attributes.values()));
        expect(
          numbers.filter((value) => value.includes('NaN') || value.includes('Infinity') || value.startsWith('-')),
        ).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses columns out of range', () => {
    expect(() => rollSvg([], { columns: 0 })).toThrow(
      expect.objectContaining({ code: 'option-range', option: 'columns' }),
    );
  });
});
