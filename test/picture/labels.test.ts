import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../src/picture/escape-xml.ts';
import { formatNumber } from '../../src/picture/format-number.ts';
import { isBlackKey, pitchName } from '../../src/picture/pitch-name.ts';
import { spreadLabels } from '../../src/picture/spread-labels.ts';
import { niceTicks } from '../../src/picture/ticks.ts';
import { parseXml } from './xml.ts';

describe('formatNumber', () => {
  it('keeps the digits that a reader wants', () => {
    expect([0.0123456, 1.23456, 123.456, -12345.6, 0.00004].map(formatNumber)).toEqual([
      '0.0123',
      '1.23',
      '123.5',
      '−12346',
      '0.00004',
    ]);
  });
});

describe('niceTicks', () => {
  it.each([
    [0, 10, 5, '0 2 4 6 8 10'],
    [0.055, 0.061, 6, '0.055 0.056 0.057 0.058 0.059 0.06 0.061'],
    [-180, -35, 6, '−150 −100 −50'],
    [1, 120, 10, '20 40 60 80 100 120'],
    [0.1, 0.9, 4, '0.2 0.4 0.6 0.8'],
    [-1, 1, 4, '−1 −0.5 0 0.5 1'],
    [1e9, 3e9, 2, '1000000000 2000000000 3000000000'],
  ])('marks %f to %f in about %i', (low, high, most, labels) => {
    expect(
      niceTicks(low, high, most)
        .map((tick) => tick.label)
        .join(' '),
    ).toBe(labels);
  });

  it('stays inside, ascends evenly, and is neither crowded nor empty', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (low, span, most) => {
          const ticks = niceTicks(low, low + span, most);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          expect(ticks.length).toBeGreaterThanOrEqual(Math.floor(most / 2.5));
          for (const { value, label } of ticks) {
            expect(value).toBeGreaterThanOrEqual(low);
            expect(value).toBeLessThanOrEqual(low + span);
            expect(Number(label.replace('−', '-'))).toBe(value + 0);
          }
        },
      ),
    );
  });
});

describe('spreadLabels', () => {
  it('leaves alone what is apart and moves what is not', () => {
    expect(spreadLabels([10, 40, 90], 15, 0, 100)).toEqual([10, 40, 90]);
    expect(spreadLabels([10, 12, 14], 15, 0, 100)).toEqual([10, 25, 40]);
    expect(spreadLabels([95, 96, 99], 15, 0, 100)).toEqual([70, 85, 100]);
  });

  it('keeps the distance always and the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 9 }), (places) => {
        const out = spreadLabels(Array.from(Float64Array.from(places).sort()), 15, 0, 100);
        for (let k = 1; k < out.length; k++) expect(out[k]! - out[k - 1]!).toBeGreaterThanOrEqual(15);
        expect(Math.max(...out)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('escapeXml', () => {
  it('brings any text through XML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const expected = [...text].map((character) => {
          const code = character.codePointAt(0) ?? 0;
          return (code < 32 && !'\t\n\r'.includes(character)) || code === 0xfffe || code === 0xffff
            ? '\ufffd'
            : character;
        });
        const element = parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
        expect(element.text).toBe(expected.join(''));
        expect(element.attributes.get('b')).toBe(expected.join(''));
      }),
    );
    expect(escapeXml('\ud800<')).toBe('\ufffd&lt;');
  });
});

describe('pitchName', () => {
  it('follows scientific pitch notation', () => {
    expect([0, 21, 60, 61, 69, 127].map(pitchName)).toEqual(['C-1', 'A0', 'C4', 'C#4', 'A4', 'G9']);
    expect([60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71].filter(isBlackKey)).toEqual([61, 63, 66, 68, 70]);
  });
});
