import { describe, expect, it } from 'vitest';
import { colourScale, fieldMarks, strongestUnits } from '../../src/picture/field-marks.ts';
import { fieldsSvg } from '../../src/picture/fields-svg.ts';
import { createRbm, type Rbm } from '../../src/rbm/rbm.ts';
import { elements, parseXml } from './xml.ts';

const STEPS = 4;
const pitches = { low: 60, high: 63 };

/** A machine of three hidden units with these weights: part 0 held, 1 struck. */
function machine(...weights: readonly { step: number; part: 0 | 1; pitch: number; unit: number; weight: number }[]): {
  rbm: Rbm;
  steps: number;
  grid: number;
  pitches: typeof pitches;
} {
  const rbm = createRbm(STEPS * 8, 3);
  for (const { step, part, pitch, unit, weight } of weights) {
    rbm.w[((step * 2 + part) * 4 + pitch - 60) * 3 + unit] = weight;
  }
  return { rbm, steps: STEPS, grid: 4, pitches };
}

const some = machine(
  { step: 0, part: 0, pitch: 60, unit: 1, weight: 2 },
  { step: 1, part: 0, pitch: 60, unit: 1, weight: 2.1 },
  { step: 2, part: 0, pitch: 60, unit: 1, weight: -2 },
  { step: 3, part: 0, pitch: 62, unit: 1, weight: 0.1 },
  { step: 0, part: 1, pitch: 60, unit: 1, weight: 1 },
  { step: 1, part: 1, pitch: 60, unit: 1, weight: 1 },
  { step: 1, part: 1, pitch: 63, unit: 2, weight: -0.5 },
);

describe('field marks', () => {
  it('join neighbours of one shade, leave out small weights, keep struck cells apart', () => {
    expect(fieldMarks(some, 1, 2)).toEqual({
      groups: [
        { kind: 'inhibit', level: 4, runs: [{ pitch: 60, start: 2, length: 1 }] },
        { kind: 'excite', level: 4, runs: [{ pitch: 60, start: 0, length: 2 }] },
        {
          kind: 'excite-struck',
          level: 2,
          runs: [
            { pitch: 60, start: 0, length: 1 },
            { pitch: 60, start: 1, length: 1 },
          ],
        },
      ],
      pitchesMarked: [60],
    });
    expect(fieldMarks(some, 0, 2)).toEqual({ groups: [], pitchesMarked: [] });
  });

  it('do not join cells across rows', () => {
    const end = machine(
      { step: 3, part: 0, pitch: 60, unit: 0, weight: 1 },
      { step: 0, part: 0, pitch: 61, unit: 0, weight: 1 },
    );
    expect(fieldMarks(end, 0, 1).groups[0]?.runs).toEqual([
      { pitch: 60, start: 3, length: 1 },
      { pitch: 61, start: 0, length: 1 },
    ]);
  });

  it('know the strongest units and their scale', () => {
    expect(strongestUnits(some.rbm, 9)).toEqual([1, 2, 0]);
    expect(strongestUnits(some.rbm, 1)).toEqual([1]);
    expect(colourScale(some.rbm, [1])).toBeCloseTo(2.1, 6);
    expect(colourScale(some.rbm, [0])).toBe(1);
  });
});

describe('the picture of receptive fields', () => {
  const parsed = parseXml(fieldsSvg(some));

  it('has a panel a unit, the strongest first, each with its bias', () => {
    const titles = elements(parsed, 'text').map(({ text }) => text);
    expect(titles.slice(1, 8).filter((text) => !text.startsWith('C'))).toEqual([
      '1',
      'bias 0',
      '2',
      'bias 0',
      '0',
      'bias 0',
    ]);
    expect(elements(parsed, 'g')).toHaveLength(4);
    expect(elements(parseXml(fieldsSvg(some, { most: 2, columns: 1 })), 'g')).toHaveLength(3);
    expect(elements(parsed, 'desc')[0]?.text).toContain('all 3 hidden units over 4 steps');
  });

  it('draws what the marks say, and numbers that are numbers', () => {
    const [strongest] = elements(parsed, 'g');
    const kinds = elements(strongest!, 'path').map((path) => path.attributes.get('class'));
    expect(kinds).toEqual(['grid', 'inhibit', 'excite', 'excite-struck']);
    const struck = elements(strongest!, 'path').at(-1)?.attributes.get('d');
    expect(struck?.match(/M/g)).toHaveLength(2);
    expect(fieldsSvg(some)).not.toMatch(/NaN|undefined|Infinity/);
    expect(fieldsSvg(machine())).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has colours for light and dark pages', () => {
    const style = elements(parsed, 'style')[0]?.text ?? '';
    expect(style).toContain('prefers-color-scheme: dark');
    for (const kind of ['page', 'panel', 'excite', 'inhibit', 'excite-struck', 'inhibit-struck']) {
      expect(style.match(new RegExp(`\\.${kind} \\{`, 'g'))).toHaveLength(2);
    }
  });

  it('refuses what does not fit', () => {
    expect(() => fieldsSvg({ ...some, steps: 3 })).toThrow(expect.objectContaining({ code: 'length' }));
    expect(() => fieldsSvg(some, { most: 0 })).toThrow(expect.objectContaining({ code: 'option-range' }));
    expect(() => fieldsSvg(some, { columns: 25 })).toThrow(expect.objectContaining({ code: 'option-range' }));
  });
});
