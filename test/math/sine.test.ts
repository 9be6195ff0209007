import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineOfTurns, sineOfTurns } from '../../src/math/functions/sine.ts';

const TWO_PI = 2 * Math.PI;

describe('sine and cosine of turns', () => {
  it('are the true ones within 4e-16', () => {
    let worst = 0;
    for (let n = -20000; n <= 20000; n++) {
      // The angles are sixteenths of a 4,096th turn: Math.sin gets them within half an ulp when they are below a turn.
      const turns = n / 65536 + n / 2 ** 30;
      worst = Math.max(worst, Math.abs(sineOfTurns(turns) - Math.sin(TWO_PI * turns)));
      worst = Math.max(worst, Math.abs(cosineOfTurns(turns) - Math.cos(TWO_PI * turns)));
    }
    expect(worst).toBeLessThan(4e-16);
    expect(worst).toBeGreaterThan(0);
  });

  it('are exact at quarters and repeat exactly', () => {
    expect([0, 0.25, 0.5, 0.75, 1, -0.25, 1000.25].map(sineOfTurns)).toEqual([0, 1, 0, -1, 0, -1, 1]);
    expect([0, 0.5, 1, -0.5].map(cosineOfTurns)).toEqual([1, -1, 1, -1]);
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 20), max: 2 ** 20 }), fc.integer({ min: 0, max: 65535 }), (whole, part) => {
        expect(sineOfTurns(whole + part / 65536)).toBe(sineOfTurns(part / 65536));
        expect(sineOfTurns(-part / 65536) + sineOfTurns(part / 65536)).toBe(0);
      }),
    );
  });

  it('have these bits on every engine', () => {
    expect([0.1, 0.2, 1 / 3, 0.015].map(sineOfTurns)).toEqual(FROZEN);
  });
});

const FROZEN = [0.5877852522924731, 0.9510565162951536, 0.8660254037844387, 0.09410831331851431];
