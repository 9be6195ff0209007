/**
 * `--kernels`: what computes, to the same bytes.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { harmonium, MAIN, temporaryFolder, withoutProgress } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const TUNE = join(CORPUS, 'frere-jacques.mid');
const folder = temporaryFolder();
const songs = join(folder, 'songs');

const CHOICES = [
  ['plain', ['--kernels', 'plain']],
  ['lanes', ['--kernels', 'lanes']],
  ['whatever there is', []],
] as const;

beforeAll(() => {
  mkdirSync(songs);
  for (const name of readdirSync(CORPUS).filter((file) => /^[abg].*\.mid$/.test(file))) {
    copyFileSync(join(CORPUS, name), join(songs, name));
  }
});

/** All files that a command writes into a folder of its own, as text. */
function written(command: string, args: readonly string[]): Record<string, string> {
  const out = join(folder, `out-${Math.random()}`);
  mkdirSync(out);
  const ran = harmonium([command, ...args], { cwd: out });
  expect(ran).toMatchObject({ code: 0, err: expect.not.stringContaining('kernels') });
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  expect(names.length).toBeGreaterThan(0);
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(out, name)).toString('base64')]));
}

describe('every choice of kernels gives the same bytes', () => {
  const small = ['-o', 'm.safetensors', '--epochs', '2', '--hidden', '20', '--seed', 'kernels'];
  const commands: Record<string, readonly [command: string, args: readonly string[]]> = {
    'train, by the default preset': ['train', [songs, ...small, '--chains', '20', '--batch', '16']],
    'train, by contrastive divergence': ['train', [songs, ...small, '--chains', '0', '--statistics', 'samples']],
    "train, by the article's preset": ['train', [songs, '-o', 'm.safetensors', '--preset', 'article', '--epochs', '4']],
    'train, in two threads': ['train', [songs, ...small, '--workers', '2']],
    'generate, windows': ['generate', ['--bars', '1', '-n', '5', '--gibbs', '9', '--temperature', '0.9', '-o', '.']],
    'generate, pieces': ['generate', ['--bars', '4', '-n', '2', '--gibbs', '6', '-o', '.']],
    continue: ['continue', [TUNE, '--bars', '2', '--gibbs', '6', '-o', 'x.mid']],
    fill: ['fill', [TUNE, '--bars', '3-4', '--gibbs', '6', '-o', 'x.mid']],
    harmonise: ['harmonise', [TUNE, '--gibbs', '6', '-o', 'x.mid']],
  };
  it.each(Object.entries(commands))('%s', (_name, [command, args]) => {
    const [plain, onLanes, any] = CHOICES.map(([, choice]) => written(command, [...args, ...choice]));
    expect(onLanes).toEqual(plain);
    expect(any).toEqual(plain);
  });

  it('evaluate', () => {
    const args = [
      'evaluate',
      fileURLToPath(new URL('../../fixtures/models/default.safetensors', import.meta.url)),
      songs,
    ];
    const [plain, onLanes, any] = CHOICES.map(([, choice]) =>
      harmonium([...args, '--quick', '--count', '10', '--split', '1', '--json', ...choice]),
    );
    expect(plain).toMatchObject({ code: 0, err: expect.not.stringContaining('kernels') });
    expect(onLanes).toEqual(plain);
    expect(any).toEqual(plain);
  });
});

describe('train --json', () => {
  it.each([
    [[], 'lanes'],
    [['--kernels', 'lanes'], 'lanes'],
    [['--kernels', 'plain'], 'plain'],
    [['--workers', '2'], 'lanes'],
    [['--workers', '2', '--kernels', 'plain'], 'plain'],
  ])('tells which kernels computed: %j', (options, kernels) => {
    const args = ['train', songs, '-o', 'told.safetensors', '--epochs', '1', '--hidden', '4', '--json', ...options];
    expect(JSON.parse(harmonium(args, { cwd: folder }).out)).toMatchObject({ kernels });
  });
});

describe('another name', () => {
  it.each([
    ['train', [TUNE]],
    ['generate', []],
    ['generate', ['--bars', '1']],
    ['continue', [TUNE]],
    ['fill', [TUNE, '--bars', '2']],
    ['harmonise', [TUNE]],
    ['evaluate', [TUNE, TUNE]],
    ['evaluate', ['--list', TUNE]],
  ])('is refused: %s %j', (command, args) => {
    const ran = harmonium([command, ...args, '--kernels', 'fast'], { cwd: folder });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('--kernels: expected lanes or plain');
  });
});

/** What may come before the command. */
const WITHOUT: Record<string, string> = {
  'no WebAssembly': 'delete globalThis.WebAssembly;',
  'a policy that forbids it':
    'const { CompileError } = WebAssembly; WebAssembly.Module = class { constructor() { throw new CompileError("no"); } };',
};

describe.each(Object.entries(WITHOUT))('an engine with %s', (reason, script) => {
  const first = join(folder, `${reason}.mjs`);
  const NOTICE = 'no WebAssembly with SIMD here: plain kernels compute';

  /** Runs the command in it. */
  function inIt(args: readonly string[]): { code: number | null; out: string; err: string } {
    writeFileSync(first, script);
    const ran = spawnSync(process.execPath, ['--import', pathToFileURL(first).href, MAIN, ...args], { cwd: folder });
    return { code: ran.status, out: ran.stdout.toString(), err: withoutProgress(ran.stderr.toString()) };
  }

  it.each([
    ['lanes', 1],
    ['lanes', 2],
    [undefined, 1],
    ['plain', 1],
  ])('trains by plain kernels to the same bytes: --kernels %s, %i workers', (kernels, workers) => {
    const small = ['--epochs', '1', '--hidden', '9', '--workers', `${workers}`, '--json'];
    const here = join(folder, 'here.safetensors');
    harmonium(['train', songs, '-o', here, ...small, '--kernels', 'lanes']);
    const there = join(folder, 'there.safetensors');
    const choice = kernels === undefined ? [] : ['--kernels', kernels];
    const ran = inIt(['train', songs, '-o', there, ...small, ...choice]);
    expect(ran).toMatchObject({ code: 0, err: kernels === 'lanes' ? `${NOTICE}\n` : '' });
    expect(JSON.parse(ran.out)).toMatchObject({ kernels: 'plain' });
    expect(readFileSync(there).equals(readFileSync(here))).toBe(true);
  });

  it('generates the same bytes', () => {
    const args = ['--bars', '1', '-n', '1', '--gibbs', '5'];
    harmonium(['generate', ...args, '-o', join(folder, 'here')]);
    const ran = inIt(['generate', ...args, '-o', join(folder, 'there'), '--kernels', 'lanes']);
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining(NOTICE) });
    const [name] = readdirSync(join(folder, 'here'));
    const [one, other] = ['here', 'there'].map((place) => readFileSync(join(folder, place, name!)));
    expect(other!.equals(one!)).toBe(true);
  });
});
