import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readMidi, type Song, writeMidi } from '../../src/index.ts';
import { harmonium, temporaryFolder } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const TUNE = join(CORPUS, 'frere-jacques.mid');
const folder = temporaryFolder();
const read = (path: string): Song => readMidi(readFileSync(path));
const quick = ['--gibbs', '4'];

/** Files that `generate` writes with these options. */
function pieces(...options: string[]): { steps: number; file: string }[] {
  const args = ['generate', ...options, '-o', join(folder, `bars${options.length}`), ...quick, '--json'];
  const report = JSON.parse(harmonium(args).out) as { kind: string; files: { steps: number; file: string }[] };
  expect(report.kind).toBe('pieces');
  return report.files;
}

describe('generate --bars', () => {
  it('writes a piece of as many bars, in its meter and tempo', () => {
    const out = join(folder, 'piece');
    const options = [
      '--bars',
      '6',
      '--meter',
      '3/4',
      '--key',
      'G',
      '--tempo',
      '90',
      '--form',
      'AB',
      '--density',
      '1.2',
      '-n',
      '1',
    ];
    const ran = harmonium(['generate', ...options, '-o', out, ...quick, '--json']);
    const { files } = JSON.parse(ran.out) as { files: { file: string; steps: number }[] };
    expect(files).toMatchObject([{ file: join(out, 'piece-000.mid'), steps: 72 }]);
    const song = read(files[0]!.file);
    expect(song.end / song.ppq).toBe(18);
    expect(song.timeSignatures).toEqual([{ tick: 0, numerator: 3, denominator: 4 }]);
    expect(song.tempos).toMatchObject([{ microsecondsPerQuarter: 666667 }]);
  });

  it('writes ten pieces of eight bars by default, which begin longer ones', () => {
    const short = pieces();
    expect(short.map(({ steps }) => steps)).toEqual(Array(10).fill(128));
    const [long] = pieces('--bars', '9', '-n', '1');
    const before = (file: string, tick: number): number[][] =>
      read(file)
        .notes.filter(({ start }) => start < tick)
        .map(({ start, pitch }) => [start, pitch]);
    const { end } = read(short[0]!.file);
    expect(before(long!.file, end)).toEqual(before(short[0]!.file, end));
  });

  it('writes piece 1 the same however many others are written', () => {
    const [few, many] = ['2', '3'].map((count) => {
      const args = ['generate', '--form', 'AAB', '-n', count, '-o', join(folder, `n${count}`), ...quick, '--json'];
      return (JSON.parse(harmonium(args).out) as { files: { sha256: string; steps: number }[] }).files;
    });
    expect([few!.length, many!.length, few![0]!.steps]).toEqual([2, 3, 192]);
    expect(many!.slice(0, 2).map(({ sha256 }) => sha256)).toEqual(few!.map(({ sha256 }) => sha256));
    expect(few![0]!.sha256).not.toBe(few![1]!.sha256);
  });

  it.each([
    [['--bars', '0'], '--bars: expected a whole number from 1 to 4096'],
    [['--bars', '4', '--key', 'H'], "--key: expected a key such as C, F#, Bb, Em or A minor, got 'H'"],
    [['--meter', '4'], '--meter: expected a meter'],
    [['--form', 'A-B'], '--form: expected letters such as AABA'],
    [['--bars', '4', '--vary', '0.5'], '--vary needs --form'],
    [['--bars', '4', '--from', 'zeros'], '--from is for single windows (--bars 1): it cannot be used with --bars 4'],
    [['--key', 'G', '--decode', 'sample'], '--decode is for single windows (--bars 1): it cannot be used with --key'],
    [['--bars', '1', '--form', 'AA'], '--form is for pieces: it cannot be used with --bars 1'],
    [['--temperature', '51'], '--temperature: expected a number from 0.01 to 50'],
    [['--density', '99'], '--density: expected a number from 0.1 to 4'],
  ])('refuses %j', (options, message) => {
    const ran = harmonium(['generate', ...options, '-o', join(folder, 'never')]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
  });
});

const COMMANDS: [string, string[], string][] = [
  ['continue', ['--bars', '3'], 'continued'],
  ['fill', ['--bars', '3-4'], 'filled'],
  ['harmonise', ['--keep', 'melody'], 'harmonised'],
];

describe.each(COMMANDS)('%s', (command, options, done) => {
  it('writes to out/, keeps the given notes, and tells', () => {
    const before = read(TUNE);
    const ran = harmonium([command, TUNE, ...options, ...quick, '--json'], { cwd: folder });
    const report = JSON.parse(ran.out) as { file: string; kept: number; new: number; sha256: string };
    expect(report.file).toBe(join('out', `frere-jacques-${done}.mid`));
    const bytes = readFileSync(join(folder, report.file));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(report.sha256);
    const after = readMidi(bytes);
    const kept = after.notes.filter(({ track }) => track < before.tracks);
    expect([kept.length, after.notes.length - kept.length]).toEqual([report.kept, report.new]);
    expect(report.new).toBeGreaterThan(3);
    for (const note of kept) expect(before.notes).toContainEqual(note);
    expect(after.tempos).toEqual(before.tempos);
  });

  it('gives the same bytes for the same seed, others for another', () => {
    const [a, b, c] = ['1', '1', '2'].map((seed, n) => {
      const file = join(folder, `${command}-${n}.mid`);
      expect(harmonium([command, TUNE, ...options, ...quick, '--seed', seed, '-o', file])).toMatchObject({ code: 0 });
      return readFileSync(file).toString('base64');
    });
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  it('reads stdin, writes to stdout, takes a tempo, and draws', () => {
    const picture = join(folder, `${command}.svg`);
    const more = ['--tempo', '90', '--velocity', '33', '--program', '40', '--picture', picture, '-o', '-'];
    const ran = harmonium([command, '-', ...options, ...quick, ...more], { input: readFileSync(TUNE) });
    expect(ran.out.slice(0, 4)).toBe('MThd');
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg /);
    const file = join(folder, `${command}-tempo.mid`);
    harmonium([command, TUNE, ...options, ...quick, ...more.slice(0, 6), '-o', file]);
    const after = read(file);
    expect(after.tempos).toEqual([{ tick: 0, microsecondsPerQuarter: 666667 }]);
    const fresh = after.notes.filter(({ track }) => track === read(TUNE).tracks);
    expect(new Set(fresh.map(({ velocity }) => velocity))).toEqual(new Set([33]));
    expect(after.programs.at(-1)?.program).toBe(40);
  });

  it('names file and option at fault', () => {
    const text = join(folder, 'text.mid');
    writeFileSync(text, 'this is no music');
    const drums = join(folder, 'drums.mid');
    const [note] = read(TUNE).notes;
    const long = { ...note!, start: 0, length: read(TUNE).end, channel: 9 };
    writeFileSync(drums, writeMidi({ ...read(TUNE), notes: [long] }));
    const cases: [string[], number, string][] = [
      [[text], 3, `${text}: `],
      [[drums], 3, `${drums}: no notes to start from`],
      [[join(folder, 'nowhere.mid')], 3, 'nowhere.mid: no such file'],
      [[TUNE, '--key', 'H'], 2, '--key: expected'],
      [[TUNE, '--temperature', '0'], 2, '--temperature: expected'],
      [[TUNE, '--temperature', '51'], 2, '--temperature: expected a number from 0.01 to 50'],
      [[TUNE, '-m', text], 3, `${text}: `],
      [[TUNE, '-o', TUNE], 2, 'would be written over the input'],
      [[], 2, `${command} takes one MIDI file`],
      [[TUNE, TUNE], 2, `${command} takes one MIDI file, not 2`],
    ];
    for (const [args, code, message] of cases) {
      const ran = harmonium([command, ...args, ...options]);
      expect(ran.err).toContain(message);
      expect(ran.code).toBe(code);
    }
  });

  it('has help with examples', () => {
    const { out } = harmonium(['help', command]);
    expect(out).toContain(`harmonium ${command} `);
    expect(out).toContain('\nExamples\n');
  });
});

describe('what only one of them can get wrong', () => {
  it.each([
    ['fill', [], 'fill needs --bars'],
    ['fill', ['--bars', '8-5'], '--bars: expected bars such as 5-8'],
    ['fill', ['--bars', '1-500'], '--bars: expected bars from 1 to '],
    ['continue', ['--bars', 'x'], '--bars: expected a whole number'],
    ['harmonise', ['--keep', 'tenor'], '--keep: expected melody, bass, all or track:N'],
    ['harmonise', ['--keep', 'track:77'], 'frere-jacques.mid: keep: expected a track with notes'],
  ])('%s %j', (command, options, message) => {
    const ran = harmonium([command, TUNE, ...options]);
    expect(ran.err).toContain(message);
    expect(ran.code).toBe(2);
  });
});
