import { describe, expect, it } from 'vitest';
import { errorAbout, HarmoniumError } from '../../src/error.ts';
import { exitCodeOf } from '../../src/node/cli/exit-code.ts';
import { printable, quoted, styled } from '../../src/node/cli/terminal.ts';
import { medianTempo } from '../../src/node/corpus/median-tempo.ts';
import { drawingWidth } from '../../src/node/report/inspect-midi.ts';

const stream = (isTTY: boolean): NodeJS.WriteStream => ({ isTTY }) as NodeJS.WriteStream;

describe('the median tempo', () => {
  it('is the lower of two in the middle, to three decimals', () => {
    expect(medianTempo([60, 120, 90])).toBe(90);
    expect(medianTempo([60, 120])).toBe(60);
    expect(medianTempo([60_000_000 / 789474])).toBe(76);
    expect(medianTempo([100.12345])).toBe(100.123);
  });

  it('passes over what nobody plays', () => {
    expect(medianTempo([1200, 90, 3.58, 5000])).toBe(90);
    expect(medianTempo([4, 1000])).toBe(4);
    expect(medianTempo([1200])).toBeUndefined();
    expect(medianTempo([])).toBeUndefined();
  });
});

describe('what is shown', () => {
  it('has no control characters', () => {
    expect(printable('a\x1b[2Jb\nc\x7f\u009bd\u202e.mid')).toBe('a\\x1b[2Jb\\x0ac\\x7f\\x9bd\\u202e.mid');
    expect(printable('söngs & 🎵.mid')).toBe('söngs & 🎵.mid');
  });

  it('is quoted as a shell needs it', () => {
    expect(quoted('out/model-1.safetensors')).toBe('out/model-1.safetensors');
    expect(quoted("it's new/$m")).toBe("'it'\\''s new/$m'");
  });

  it('has colour where its own stream is a terminal', () => {
    const before = process.env['NO_COLOR'];
    delete process.env['NO_COLOR'];
    try {
      expect(styled('bold', 'x', stream(true))).toBe('\x1b[1mx\x1b[22m');
      expect(styled('bold', 'x', stream(false))).toBe('x');
      process.env['NO_COLOR'] = '1';
      expect(styled('bold', 'x', stream(true))).toBe('x');
    } finally {
      delete process.env['NO_COLOR'];
      if (before !== undefined) process.env['NO_COLOR'] = before;
    }
  });

  it('fits terminals of all widths', () => {
    expect([undefined, 0, 5, 80, 5000].map(drawingWidth)).toEqual([100, 100, 20, 80, 1000]);
  });
});

describe('errors', () => {
  it('name their file and keep what they know', () => {
    const error = new HarmoniumError('midi-chunk', 'wrong', { expected: 'a', got: 'b', offset: 7, option: 'o' });
    expect(errorAbout('x.mid', error)).toMatchObject({
      code: 'midi-chunk',
      message: 'x.mid: wrong: expected a, got b (at byte 7)',
      expected: 'a',
      got: 'b',
      offset: 7,
      option: 'o',
    });
  });

  it.each([
    ['usage', 2],
    ['option-range', 2],
    ['diverged', 2],
    ['no-input', 3],
    ['no-windows', 3],
    ['file-enoent', 3],
    ['midi-header', 3],
    ['model-digest', 3],
    ['write', 1],
    ['length', 1],
    ['something-new', 1],
  ])('%s ends with %i', (code, exit) => expect(exitCodeOf(new HarmoniumError(code, 'x'))).toBe(exit));
});
