import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMidi, readModel } from '../../src/index.ts';
import { harmonium, MAIN, temporaryFolder } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const folder = temporaryFolder();
const model = join(folder, 'm.safetensors');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A folder of ten good files, two bad ones, and what is none of our business. */
function songs(): string {
  const path = join(folder, 'söngs & more');
  mkdirSync(join(path, 'deeper'), { recursive: true });
  const names = readdirSync(CORPUS).filter((name) => name.endsWith('.mid'));
  for (const name of names.slice(0, 8)) writeFileSync(join(path, name), readFileSync(join(CORPUS, name)));
  for (const name of names.slice(8, 10)) writeFileSync(join(path, 'deeper', name), readFileSync(join(CORPUS, name)));
  writeFileSync(join(path, 'cut-off.mid'), readFileSync(join(CORPUS, names[0]!)).subarray(0, 300));
  writeFileSync(join(path, 'text.mid'), 'this is no music');
  writeFileSync(join(path, 'notes.txt'), 'leave me alone');
  return path;
}

/** Which pitches begin at which sixteenth of the first bar. */
function onsets(bytes: Uint8Array): string[] {
  const song = readMidi(bytes);
  const step = (tick: number): number => Math.floor((tick * 4) / song.ppq + 0.5);
  const first = song.notes.filter(({ start }) => step(start) < 16);
  return [...new Set(first.map(({ start, pitch }) => `${step(start)}:${pitch}`))].sort();
}

describe('train', () => {
  const quick = ['--epochs', '3', '--hidden', '16'];
  let path = '';
  let report: Record<string, unknown> = {};

  beforeAll(() => {
    path = songs();
    const ran = harmonium(['train', path, '-o', model, ...quick, '--picture', join(folder, 'curve.svg'), '--json']);
    report = JSON.parse(ran.out);
  });

  it('learns from the good files and names each bad one', () => {
    expect(report).toMatchObject({ songs: 10, hidden: 16, epochs: 3, preset: 'default' });
    expect(report['skipped']).toMatchObject([
      { file: join(path, 'cut-off.mid'), error: { code: 'midi-chunk' } },
      { file: join(path, 'text.mid'), error: { code: 'midi-header', offset: 0 } },
    ]);
    expect(report['freeEnergyGap']).toBeTypeOf('number');
    expect(report['history']).toHaveLength(3);
  });

  it('writes a model that can be read, and a picture', () => {
    expect(readModel(readFileSync(model))).toMatchObject({
      steps: 16,
      grid: 4,
      rbm: { visible: 2496 + 48, hidden: 16 },
    });
    expect(readFileSync(join(folder, 'curve.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n?$/);
  });

  it('gives the same bytes for the same seed', () => {
    const again = join(folder, 'again.safetensors');
    expect(harmonium(['train', path, '-o', again, ...quick])).toMatchObject({ code: 0, out: `${again}\n` });
    expect(sha256(readFileSync(again))).toBe(sha256(readFileSync(model)));
    const other = join(folder, 'other.safetensors');
    harmonium(['train', path, '-o', other, ...quick, '--seed', '🎵']);
    expect(sha256(readFileSync(other))).not.toBe(sha256(readFileSync(model)));
  });

  it('learns each file once, however it is named', () => {
    const [some, others] = [join(path, 'deeper'), join(path, readdirSync(path).find((name) => /^[a-b]/.test(name))!)];
    const bytes = [
      [some, others],
      [others, join(some, '..', 'deeper'), some, others],
    ].map((inputs, k) => {
      const file = join(folder, `once-${k}`);
      expect(harmonium(['train', ...inputs, '-o', file, ...quick])).toMatchObject({ code: 0 });
      return readFileSync(file);
    });
    expect(bytes[1]!.equals(bytes[0]!)).toBe(true);
  });

  it('tells people of skipped files on stderr and goes on', () => {
    const { err } = harmonium(['train', path, '-o', join(folder, 'x'), ...quick]);
    expect(err).toContain('cut-off.mid: ');
    expect(err).toContain('text.mid: ');
    expect(err).toMatch(/learnt [\d,]+ windows of 10 songs/);
  });

  it('writes the model to stdout for -', () => {
    const whole = join(folder, 'stdout.safetensors');
    expect(harmonium(['train', path, '-o', whole, ...quick]).code).toBe(0);
    expect(harmonium(['train', path, '-o', '-', ...quick]).out.length).toBeGreaterThan(100_000);
  });

  it('takes every option there is', () => {
    const file = join(folder, 'all.safetensors');
    const given = {
      seed: 'x',
      hidden: '5',
      steps: '8',
      stride: '8',
      epochs: '2',
      batch: '7',
      rate: '0.03',
      'final-rate': '0.01',
      cd: '2',
      momentum: '0.4',
      decay: '0.001',
      grid: '2',
      pitches: '40-80',
      transpose: 'none',
      'held-out': '0.2',
      moods: 'none',
    };
    const options = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
    const ran = harmonium(['train', path, '-o', file, ...options, '--sustain', '--json']);
    expect(ran.code).toBe(0);
    expect(readModel(readFileSync(file))).toMatchObject({
      steps: 8,
      grid: 2,
      pitches: { low: 40, high: 80 },
      rbm: { visible: 8 * 2 * 41, hidden: 5 },
      training: { seed: 'x', epochs: 2, batch: 7, cd: 2, transpose: 'none', sustain: true },
    });
  });

  it('takes the options of the article preset', () => {
    const file = join(folder, 'article-options.safetensors');
    const options = ['--seed', 'x', '--hidden', '5', '--epochs', '2', '--batch', '7', '--rate', '0.01', '--cd', '2'];
    const more = [
      '--momentum',
      '0.4',
      '--decay',
      '0.001',
      '--final-rate',
      '0.02',
      '--held-out',
      '0.5',
      '--transpose',
      'to-c',
    ];
    const ran = harmonium(['train', path, '-o', file, '--preset', 'article', ...options, ...more]);
    expect(ran).toMatchObject({ code: 0, out: `${file}\n` });
    expect(readModel(readFileSync(file))).toMatchObject({
      rbm: { visible: 2340, hidden: 5 },
      training: { preset: 'article', seed: 'x', epochs: 2, batch: 7, cd: 2, transpose: 'to-c' },
    });
    for (const name of ['steps', 'stride', 'grid']) {
      expect(harmonium(['train', path, '--preset', 'article', `--${name}`, '8'])).toMatchObject({ code: 2 });
    }
  });

  it('plays as the article does what the article preset learnt', () => {
    const article = join(folder, 'article.safetensors');
    const ran = harmonium(['train', path, '-o', article, '--preset', 'article', '--epochs', '2', '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ visible: 2340, hidden: 50, preset: 'article' });
    const played = harmonium(['generate', article, '-n', '5', '-o', join(folder, 'article'), '--json']);
    const { kind, files } = JSON.parse(played.out) as { kind: string; files: { file: string; steps: number }[] };
    expect([kind, files[0]!.steps]).toEqual(['windows', 15]);
    const song = readMidi(readFileSync(files[0]!.file));
    expect(song).toMatchObject({ ppq: 220, tempos: [] });
    expect(song.notes.every(({ velocity }) => velocity === 40)).toBe(true);
    const pieces = harmonium(['generate', article, '-n', '1', '--bars', '2', '-o', join(folder, 'article'), '--json']);
    expect(JSON.parse(pieces.out)).toMatchObject({ kind: 'pieces', files: [{ steps: 32 }] });
  });
});

describe('generate', () => {
  it('plays the model that comes with it', () => {
    const out = join(folder, 'default');
    const ran = harmonium(['generate', '-n', '3', '-o', out]);
    expect(ran.code).toBe(0);
    expect(ran.out.trim().split('\n')).toEqual([0, 1, 2].map((n) => join(out, `piece-00${n}.mid`)));
    for (const file of ran.out.trim().split('\n')) expect(readMidi(readFileSync(file)).notes.length).toBeGreaterThan(5);
  });

  it('lists each file with its digest, notes and steps', () => {
    const ran = harmonium([
      'generate',
      model,
      '--bars',
      '1',
      '-n',
      '12',
      '-o',
      join(folder, 'json'),
      '--gibbs',
      '5',
      '--json',
    ]);
    const { kind, files, silent } = JSON.parse(ran.out);
    expect(kind).toBe('windows');
    expect(files.length + silent).toBe(12);
    for (const { file, sha256: digest, notes, steps } of files) {
      const bytes = readFileSync(file);
      expect(sha256(bytes)).toBe(digest);
      expect(readMidi(bytes).notes).toHaveLength(notes);
      expect(steps).toBe(16);
    }
  });

  it('gives chain 2 the same file however many others run', () => {
    const [few, many] = ['3', '40'].map((count) => {
      const args = ['generate', model, '--bars', '1', '-n', count, '-o', join(folder, count), '--json', '--gibbs', '9'];
      const { files } = JSON.parse(harmonium(args).out) as { files: { chain: number; sha256: string }[] };
      return files.find(({ chain }) => chain === 2)?.sha256;
    });
    expect(few).toMatch(/^[0-9a-f]{64}$/);
    expect(many).toBe(few);
  });

  it('starts from a file, and with no step gives it back', () => {
    const tune = readdirSync(CORPUS).find((name) => name.endsWith('.mid'))!;
    const ran = harmonium([
      'generate',
      model,
      '-n',
      '1',
      '--from',
      join(CORPUS, tune),
      '--gibbs',
      '0',
      '-o',
      join(folder, 'from'),
      '--json',
    ]);
    const [file] = (JSON.parse(ran.out) as { files: { file: string }[] }).files;
    expect(onsets(readFileSync(file!.file))).toEqual(onsets(readFileSync(join(CORPUS, tune))));
  });

  it('takes tempo, velocity and program, and writes to stdout', () => {
    const out = join(folder, 'options');
    harmonium(['generate', '-n', '1', '--tempo', '90', '--velocity', '33', '--program', '19', '-o', out]);
    const song = readMidi(readFileSync(join(out, 'piece-000.mid')));
    expect(song.tempos).toMatchObject([{ microsecondsPerQuarter: 666667 }]);
    expect(song.programs).toMatchObject([{ program: 19 }]);
    expect(song.notes.every(({ velocity }) => velocity === 33)).toBe(true);
    expect(harmonium(['generate', '-n', '1', '-o', '-']).out.slice(0, 4)).toBe('MThd');
  });

  it('names a chain the same whatever -n is', () => {
    const out = join(folder, 'names');
    expect(harmonium(['generate', '-n', '1', '-o', out]).out).toBe(`${join(out, 'piece-000.mid')}\n`);
    expect(harmonium(['generate', '-n', '11', '--gibbs', '5', '-o', out]).out).toContain(join(out, 'piece-010.mid'));
  });

  it('ends with three commands that a shell can run', () => {
    const out = join(folder, 'with space');
    const { err } = harmonium(['generate', '-n', '1', '-o', out]);
    const commands = [...err.matchAll(/^ {2}npx harmonium (.*)$/gm)].map(([, command]) => command!);
    expect(commands.map((command) => command.split(' ')[0])).toEqual(['render', 'continue', 'generate']);
    for (const command of commands) {
      const ran = spawnSync(`"${process.execPath}" "${MAIN}" ${command}`, {
        shell: true,
        cwd: folder,
        encoding: 'utf8',
      });
      expect(ran).toMatchObject({ status: 0 });
    }
    expect(readdirSync(out).sort()).toEqual(['piece-000.mid', 'piece-000.wav', 'seed-2']);
    const again = harmonium(['generate', model, '-n', '1', '--wav', '--seed', '2', '-o', out]).err;
    const file = join(out, 'piece-000.mid');
    expect(again).toContain(`  npx harmonium inspect '${file}'\n`);
    expect(again).toContain(`  npx harmonium continue '${file}' -m ${model}\n`);
    expect(again).toContain(`  npx harmonium generate ${model} --seed 3 -o '${join(out, 'seed-3')}'\n`);
  });

  it('draws what it wrote', () => {
    const drawn = join(folder, 'pieces.svg');
    expect(harmonium(['generate', '-n', '2', '-o', join(folder, 'drawn'), '--picture', drawn]).out).toContain(drawn);
    const svg = readFileSync(drawn, 'utf8');
    for (const text of ['piece 1', '8', 'numbers: bars']) expect(svg).toContain(text);
    harmonium(['generate', '--bars', '1', '-n', '2', '-o', join(folder, 'drawn'), '--picture', drawn]);
    for (const text of ['chain 1', 'numbers: beats']) expect(readFileSync(drawn, 'utf8')).toContain(text);
  });
});
