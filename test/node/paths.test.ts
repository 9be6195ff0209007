/**
 * Paths of all kinds, and files that go wrong while they are read.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFiles, uniqueFiles } from '../../src/node/files/find-files.ts';
import { harmonium, MAIN, type Ran, temporaryFolder, withoutProgress } from './harmonium.ts';

const TUNE = fileURLToPath(new URL('../../fixtures/midi/greensleeves.mid', import.meta.url));
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const SMALL = ['--epochs', '1', '--hidden', '2'];

function tuneAs(...names: readonly string[]): void {
  for (const name of names) copyFileSync(TUNE, at(name));
}

/** The files that `inspect --json` tells of. */
function inspected({ out }: Ran): string[] {
  return out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { file: string }).file);
}

/** Runs a line of shell. */
function shell(line: string): Ran {
  const ran = spawnSync('bash', ['-c', line], {
    cwd: folder,
    timeout: 50_000,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: ran.status, out: ran.stdout.toString(), err: withoutProgress(ran.stderr.toString()) };
}

describe('names', () => {
  it.each([
    'with space.mid',
    ' .mid',
    '-n.mid',
    '--json.mid',
    'Für Elise ♯ 🎵.mid',
    'it\'s "quoted" $HOME `x`.mid',
    'a\nb.mid',
    'é.mid',
    '...mid',
  ])('%j as a file, in a folder, as a start and as an output', (name) => {
    mkdirSync(at(`in ${name}`));
    tuneAs(name, join(`in ${name}`, name));
    const file = harmonium(['inspect', '--json', '--', name], { cwd: folder });
    expect(file).toMatchObject({ code: 0, err: '' });
    expect(inspected(file)).toEqual([name]);
    const inFolder = harmonium(['inspect', '--json', at(`in ${name}`)]);
    expect(inspected(inFolder)).toEqual([join(at(`in ${name}`), name)]);
    const output = at(`out ${name}`);
    expect(harmonium(['generate', '-n', '1', '--gibbs', '2', '--from', at(name), '-o', output])).toMatchObject({
      code: 0,
    });
    expect(readdirSync(output).every((piece) => /^piece-\d+\.mid$/.test(piece))).toBe(true);
    const model = join(output, name);
    const trained = harmonium(['train', at(name), '-o', model, ...SMALL]);
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.out.split('\n')).toHaveLength(2);
    expect(harmonium(['inspect', model])).toMatchObject({ code: 0, err: '' });
  });

  it('that the system does not take', () => {
    const long = at('x'.repeat(300));
    const read = harmonium(['inspect', long]);
    expect(read).toEqual({ code: 3, out: '', err: `cannot read ${long}: the name is too long\n` });
    const written = harmonium(['train', TUNE, '-o', long, ...SMALL]);
    expect(written).toEqual({ code: 1, out: '', err: `harmonium: cannot write ${long}: the name is too long\n` });
    // Just short enough, though the temporary file beside it has a name of its own.
    expect(harmonium(['train', TUNE, '-o', at('x'.repeat(255)), ...SMALL])).toMatchObject({ code: 0 });
  });
});

describe('links', () => {
  it('that lead in a circle are passed by in a folder and named when they are asked for', () => {
    mkdirSync(at('circle/deep'), { recursive: true });
    tuneAs('circle/tune.mid');
    symlinkSync('..', at('circle/deep/up'));
    symlinkSync('.', at('circle/self'));
    const ran = harmonium(['inspect', '--json', at('circle')]);
    expect(ran).toMatchObject({ code: 0 });
    expect(inspected(ran)).toEqual([at('circle/tune.mid')]);

    symlinkSync('b.mid', at('circle/a.mid'));
    symlinkSync('a.mid', at('circle/b.mid'));
    const { code, err } = harmonium(['inspect', at('circle/a.mid')]);
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringMatching(/^cannot read .*a\.mid: too many levels of links\n$/),
    });
    const learnt = harmonium(['train', at('circle'), '-o', at('circle.safetensors'), ...SMALL]);
    expect(learnt.code).toBe(0);
    expect(learnt.err.match(/^skipped .*: too many levels of links$/gm)).toHaveLength(2);
    const out = harmonium(['train', TUNE, '-o', at('circle/a.mid'), ...SMALL]);
    expect(out).toMatchObject({ code: 1, out: '' });
    expect(out.err).toMatch(/^harmonium: cannot write .*: too many levels of links\n$/);
  });
});

it('10,000 files in a folder', { timeout: 120_000 }, () => {
  mkdirSync(at('many'));
  const bad = Buffer.from('MThd, but no music');
  for (let n = 0; n < 10_000; n++) writeFileSync(at(`many/${n}.mid`), n % 100 === 0 ? readFileSync(TUNE) : bad);
  const { code, err } = harmonium(['train', at('many'), '-o', at('many.safetensors'), ...SMALL]);
  expect(code).toBe(0);
  expect(err.match(/^skipped /gm)).toHaveLength(9900);
  expect(err).toMatch(/^learnt [\d,]+ windows of 100 songs/m);
  rmSync(at('many'), { recursive: true });
});

describe('files that cannot be read', () => {
  it('are named, and the others are learnt', () => {
    mkdirSync(at('mixed'));
    tuneAs('mixed/good.mid');
    mkdirSync(at('mixed/folder.mid'));
    symlinkSync('nowhere', at('mixed/dangling.mid'));
    // The system gives an error for every read of it, to root too.
    symlinkSync('/proc/self/mem', at('mixed/unreadable.mid'));
    const { code, err } = harmonium(['train', at('mixed'), '-o', at('mixed.safetensors'), ...SMALL]);
    expect(code).toBe(0);
    expect(err).toMatch(/skipped .*dangling\.mid: no such file or folder\n/);
    expect(err).toMatch(/skipped .*unreadable\.mid: [^\n]+\n/);
    expect(err).toMatch(/of 1 song /);
    expect(err).not.toMatch(/ {4}at /);
  });

  it.skipIf(process.getuid?.() === 0 && console.info('skipped: root may read anything') === undefined)(
    'because they are not ours',
    () => {
      tuneAs('locked.mid');
      chmodSync(at('locked.mid'), 0);
      expect(harmonium(['inspect', at('locked.mid')])).toMatchObject({
        code: 3,
        err: expect.stringContaining('permission'),
      });
    },
  );

  it('a pipe whose writer gives music, nothing, or too much', () => {
    const run = `'${process.execPath}' '${MAIN}'`;
    const music = shell(
      `mkfifo p.mid; cat '${TUNE}' > p.mid & ${run} train p.mid -o p.safetensors ${SMALL.join(' ')}; e=$?; wait; exit $e`,
    );
    expect(music).toMatchObject({ code: 0 });
    const nothing = shell(`: > p.mid & ${run} inspect p.mid; e=$?; wait; exit $e`);
    expect(nothing).toEqual({
      code: 3,
      out: '',
      err: expect.stringMatching(/^cannot read p\.mid: not a MIDI file: .*an empty file/),
    });
    const much = shell(
      `${run} inspect --max-bytes 1000 - < '${TUNE}'; ${run} inspect --max-bytes 1000 p.mid & cat /dev/zero 2>/dev/null > p.mid; wait $!`,
    );
    expect(much.err).toMatch(
      /cannot read p\.mid: the file is too large: expected at most 1000 bytes \(--max-bytes\), got more\n/,
    );
  });

  it('a file that goes between being found and being read', () => {
    tuneAs('stays.mid');
    const found = findFiles([at('stays.mid'), at('gone.mid'), at('./gone.mid')]);
    expect(uniqueFiles(found).map(({ file }) => file)).toEqual([at('gone.mid'), at('stays.mid')]);
  });

  it('a working folder that is gone', () => {
    const line = `mkdir gone; cd gone; rmdir ../gone; '${process.execPath}' '${MAIN}' train '${TUNE}' -o model`;
    expect(shell(line)).toEqual({ code: 1, out: '', err: expect.stringMatching(/^harmonium: ENOENT[^\n]*\n$/) });
  });

  it('a file that goes or grows while a folder is read', { timeout: 60_000 }, async () => {
    const busy = mkdtempSync(join(tmpdir(), 'harmonium-busy-'));
    try {
      for (let n = 0; n < 400; n++) copyFileSync(TUNE, join(busy, `${n}.mid`));
      const child = spawn(process.execPath, [MAIN, 'inspect', '--json', busy], { stdio: ['ignore', 'pipe', 'pipe'] });
      const text = collect(child);
      await once(child.stdout, 'data');
      for (let n = 0; n < 400; n += 2) rmSync(join(busy, `${n}.mid`));
      for (let n = 1; n < 400; n += 2) writeFileSync(join(busy, `${n}.mid`), readFileSync(TUNE).subarray(0, 50));
      const [code] = (await once(child, 'close')) as [number];
      expect(code).toBe(0);
      const lines = text().out.trim().split('\n');
      expect(lines).toHaveLength(400);
      for (const line of lines) {
        const { notes, error } = JSON.parse(line) as { notes?: number; error?: { code: string } };
        expect(notes === undefined ? error?.code : 'read').toMatch(/^(read|file-enoent|midi-[a-z]+)$/);
      }
      expect(text().err).toBe('');
    } finally {
      rmSync(busy, { recursive: true });
    }
  });
});

describe('a reader that goes away', () => {
  it.each([
    ['inspect', '--json', '--notes', TUNE, TUNE, TUNE],
    ['generate', '-n', '40', '--gibbs', '1', '-o', at('gone')],
    ['help', 'train'],
    ['train', TUNE, ...SMALL, '--json', '-o', at('gone.safetensors')],
  ])('is no error of %s', async (...args) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const text = collect(child);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(text().err).not.toMatch(/EPIPE| {4}at |rror/);
  });
});

it('nobody who listens to the talk: the work is done all the same', async () => {
  const model = at('unheard.safetensors');
  const args = [MAIN, 'train', TUNE, at('nowhere.mid'), ...SMALL, '-o', model];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.destroy();
  const text = collect(child);
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(text().out).toBe(`${model}\n`);
  expect(harmonium(['inspect', model])).toMatchObject({ code: 0 });
});

/** All that a program writes. */
function collect(child: ChildProcess): () => { out: string; err: string } {
  let out = '';
  let err = '';
  child.stdout?.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stderr?.on('data', (part: Buffer) => {
    err += part.toString();
  });
  return () => ({ out, err: withoutProgress(err) });
}
