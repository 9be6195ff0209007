import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createRbm, type Note, readModel, writeMidi, writeModel } from '../../src/index.ts';
import { harmonium, temporaryFolder } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

function fill(): void {
  mkdirSync(at('empty'));
  mkdirSync(at('texts'));
  writeFileSync(at('texts/a.txt'), 'no music');
  writeFileSync(at('texts/b.mid'), 'no music either');
  const tune = readFileSync(join(CORPUS, readdirSync(CORPUS).find((name) => name.endsWith('.mid'))!));
  writeFileSync(at('cut.mid'), tune.subarray(0, tune.length - 40));
  writeFileSync(at('a-file'), 'x');
  const model = { rbm: createRbm(12, 3), steps: 1, grid: 4, pitches: { low: 60, high: 65 }, tempo: 120, training: {} };
  const good = writeModel(model);
  writeFileSync(at('good.safetensors'), good);
  writeFileSync(at('truncated.safetensors'), good.subarray(0, good.length - 8));
  // The same file with NaN as its last weight, and without the digest that would give it away first.
  const text = Buffer.from(good)
    .toString('latin1')
    .replace(/"digest":"[0-9a-f]{8}",?/, (found) => ' '.repeat(found.length));
  const nan = Buffer.from(text, 'latin1');
  nan.writeFloatLE(Number.NaN, nan.length - 4);
  writeFileSync(at('nan.safetensors'), nan);
  writeFileSync(at('shapes.safetensors'), Buffer.from(text.replace('"shape":[12,3]', '"shape":[3,12]'), 'latin1'));
}
fill();

const song = (notes: readonly Note[], microsecondsPerQuarter: number): Uint8Array =>
  writeMidi({
    format: 0,
    ppq: 24,
    tracks: 1,
    end: 240,
    notes,
    tempos: [{ tick: 0, microsecondsPerQuarter }],
    timeSignatures: [],
    programs: [],
    pedals: [],
  });
const note: Note = { start: 0, length: 24, pitch: 60, velocity: 80, channel: 0, track: 0 };
writeFileSync(at('silent.mid'), song([], 500_000));
writeFileSync(at('drums.mid'), song([{ ...note, channel: 9 }], 500_000));
writeFileSync(at('low.mid'), song([{ ...note, pitch: 5 }], 500_000));
writeFileSync(
  at('short.mid'),
  song(
    Array.from({ length: 4 }, (_, n) => ({ ...note, start: 48 * n })),
    500_000,
  ),
);

const SMALL = ['--hidden', '4', '--json'];

/** What the user typed; the exit code; what the one line on stderr says. */
const CASES: readonly [string, readonly string[], number, RegExp][] = [
  ['no command', ['sing'], 2, /there is no command 'sing'/],
  ['no path', ['train'], 2, /at least one MIDI file or folder/],
  ['a path that is not there', ['train', at('nowhere')], 3, /nowhere: no such file/],
  ['an empty folder', ['train', at('empty')], 3, /no MIDI files/],
  ['a folder of texts', ['train', at('texts')], 3, /b\.mid: .*expected/],
  ['a truncated MIDI file', ['train', at('cut.mid')], 3, /cut\.mid: .*\(at byte \d+\)/],
  ['silence', ['train', at('silent.mid')], 3, /silent\.mid: no notes to learn\n/],
  ['drums alone', ['train', at('drums.mid')], 3, /drums\.mid: no notes to learn \(1 of drums and 0 out of range/],
  ['notes out of range', ['train', at('low.mid')], 3, /low\.mid: no notes to learn \(0 of drums and 1 out of range/],
  ['a short song for the article', ['train', at('short.mid'), '--preset', 'article'], 3, /50 steps or fewer/],
  [
    'a training that diverges',
    ['train', CORPUS, '--rate', '10', '--momentum', '.999', '--decay', '1', ...SMALL],
    2,
    /rate/,
  ],
  ['a long seed', ['train', at('nowhere'), '--seed', 'x'.repeat(5000)], 2, /--seed: expected at most 4096/],
  ['sustain for the article', ['train', CORPUS, '--preset', 'article', '--sustain'], 2, /--sustain/],
  ['negative epochs', ['train', CORPUS, '--epochs', '-5'], 2, /--epochs: expected a whole number from 1 .*got '-5'/],
  ['epochs that are none', ['train', CORPUS, '--epochs', 'many'], 2, /--epochs: expected .*got 'many'/],
  ['an option without a value', ['train', CORPUS, '--epochs'], 2, /epochs/],
  ['an unknown option', ['train', CORPUS, '--epoch', '5'], 2, /unknown option '--epoch'/],
  ['an unknown preset', ['train', CORPUS, '--preset', 'best'], 2, /--preset: expected default or article, got 'best'/],
  ['pitches upside down', ['train', CORPUS, '--pitches', '90-20'], 2, /--pitches: expected LO-HI/],
  ['a grid for the article', ['train', CORPUS, '--preset', 'article', '--grid', '8'], 2, /--grid/],
  ['an output that is a folder', ['train', CORPUS, '-o', at('empty')], 1, /cannot write .*empty: is a folder/],
  ['an output under a file', ['train', CORPUS, '-o', at('a-file/m.safetensors')], 1, /cannot write .*a-file/],
  ['a model that is not there', ['generate', at('nowhere')], 3, /nowhere: no such file/],
  ['a model that is music', ['generate', at('cut.mid')], 3, /cut\.mid: /],
  ['a truncated model', ['generate', at('truncated.safetensors')], 3, /truncated\.safetensors: /],
  ['a model with NaN', ['generate', at('nan.safetensors')], 3, /nan\.safetensors: .*NaN/],
  ['a model of other shapes', ['generate', at('shapes.safetensors')], 3, /shapes\.safetensors: .*shape/],
  ['two models', ['generate', 'a', 'b'], 2, /one model/],
  ['no pieces', ['generate', '-n', '0'], 2, /--count: expected/],
  ['a negative count', ['generate', '-n', '-1'], 2, /--count: expected a whole number from 1 .*got '-1'/],
  ['an empty path', ['generate', ''], 2, /an empty text is not a path/],
  ['an empty output', ['generate', '-o', ''], 2, /--output: expected a path/],
  ['no temperature', ['generate', '--temperature', '0'], 2, /--temperature: expected/],
  [
    'a window too hot',
    ['generate', '--bars', '1', '--temperature', '101'],
    2,
    /--temperature: expected a number from 0.01 to 100/,
  ],
  [
    'a piece too hot',
    ['generate', '--bars', '4', '--temperature', '51'],
    2,
    /--temperature: expected a number from 0.01 to 50/,
  ],
  ['a start that is no music', ['generate', '--from', at('a-file')], 3, /a-file: /],
  ['a folder that cannot be made', ['generate', '-o', at('a-file/out')], 1, /cannot write .*a-file/],
  ['nothing to inspect', ['inspect'], 2, /at least one file/],
  ['only bad files', ['inspect', at('texts/b.mid')], 3, /cannot read .*b\.mid/],
];

describe('bad input', () => {
  it.each(CASES)('%s', (_name, args, code, line) => {
    const ran = harmonium(args, { cwd: folder });
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toMatch(line);
    expect(ran.err).toMatch(/^.+\n$/);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp') || name === 'model.safetensors')).toEqual([]);
  });

  it('several files that cannot be used are named each', () => {
    const { code, err } = harmonium([
      'train',
      at('nowhere'),
      at('silent.mid'),
      at('cut.mid'),
      '-o',
      at('new/folder/m'),
    ]);
    expect(code).toBe(3);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^skipped .*nowhere: no such file/),
      expect.stringMatching(/^skipped .*cut\.mid: .*at byte/),
      expect.stringMatching(/^skipped .*silent\.mid: no notes/),
      'harmonium: nothing to learn from: every file was skipped',
    ]);
    expect(existsSync(at('new'))).toBe(false);
  });

  it('a folder under /proc', { timeout: 20_000 }, () => {
    expect(harmonium(['generate', '-n', '1', '-o', '/proc/nothing/here'])).toMatchObject({ code: 1, out: '' });
  });

  it('a name that would write on the terminal', () => {
    const name = 'a\x1b[31m\nb.mid';
    writeFileSync(at(name), 'no music');
    const { err } = harmonium(['inspect', at(name)]);
    expect(err).toMatch(/a\\x1b\[31m\\x0ab\.mid: /);
    expect(err).toMatch(/^.+\n$/);
  });

  it('silent chains: said, not written', () => {
    // All weights and biases are 0 in the model of `fill`, so without a step and from zeros nothing sounds.
    const args = ['generate', at('good.safetensors'), '--from', 'zeros', '--gibbs', '0', '-n'];
    expect(harmonium([...args, '1', '-o', '-'])).toEqual({ code: 0, out: '', err: 'the chain is silent: no music\n' });
    expect(harmonium([...args, '3', '-o', at('silent')])).toEqual({
      code: 0,
      out: '',
      err: 'all 3 chains are silent: no music\n',
    });
  });

  it.each([
    [1_200, 50_000],
    [3.58, 16_777_215],
  ])('a tempo of %f is not learnt', (_tempo, microsecondsPerQuarter) => {
    const file = at(`tempo-${microsecondsPerQuarter}.mid`);
    const notes = Array.from({ length: 10 }, (_, n) => ({ ...note, start: 24 * n }));
    writeFileSync(file, song(notes, microsecondsPerQuarter));
    const model = at('tempo.safetensors');
    expect(harmonium(['train', file, '-o', model, '--epochs', '1', '--hidden', '2'])).toMatchObject({ code: 0 });
    expect(readModel(readFileSync(model)).tempo).toBe(120);
    expect(harmonium(['generate', model, '-n', '2', '-o', at('tempo')])).toMatchObject({ code: 0 });
  });

  it.skipIf(process.getuid?.() === 0 && console.info('skipped: root may write anywhere') === undefined)(
    'a folder that may not be written to',
    () => {
      mkdirSync(at('locked'));
      chmodSync(at('locked'), 0o500);
      expect(harmonium(['train', CORPUS, '-o', at('locked/m')])).toMatchObject({ code: 1 });
      expect(existsSync(at('locked/m'))).toBe(false);
    },
  );
});
