import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { harmonium, temporaryFolder } from './harmonium.ts';

const songs = fileURLToPath(new URL('../../fixtures/midi', import.meta.url));
const folder = temporaryFolder();
const model = join(folder, 'some.safetensors');

beforeAll(() => {
  const small = ['--hidden', '8', '--epochs', '1', '--split', '1'];
  const { code, err } = harmonium(['train', songs, '-o', model, ...small]);
  if (code !== 0) throw new Error(err);
}, 60_000);

describe('train --split', () => {
  it('leaves the held-out songs out and remembers it', () => {
    const held = harmonium(['evaluate', '--list', songs, '--split', '1']).out.trim().split('\n');
    expect(held).toHaveLength(13);
    const told = JSON.parse(harmonium(['inspect', model, '--json']).out);
    expect(told.training).toMatchObject({ split: '1' });
    // The same as naming the others one by one, but for the record of it.
    const all = harmonium(['evaluate', '--list', songs, '--split', '0']).out.trim().split('\n');
    const report = JSON.parse(
      harmonium([
        'train',
        ...all,
        '-o',
        join(folder, 'x.safetensors'),
        '--hidden',
        '2',
        '--epochs',
        '1',
        '--split',
        '0',
        '--json',
      ]).out,
    );
    expect(report.songs).toBe(all.length - Math.round(all.length * 0.2));
  });

  it('says when nothing is left', () => {
    const one = join(songs, 'frere-jacques.mid');
    const ran = harmonium(['train', one, '-o', join(folder, 'none.safetensors'), '--split', '0']);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('the only song is held out');
  });
});

describe('evaluate', () => {
  it('judges a model by the split it was trained with', () => {
    const ran = harmonium(['evaluate', model, songs, '--quick', '--count', '30', '--json']);
    expect(ran).toMatchObject({ code: 0, err: '' });
    const told = JSON.parse(ran.out);
    expect(told).toMatchObject({ music: model, split: 1, training: 53, skipped: [] });
    expect(told.heldOut).toHaveLength(13);
    expect(Object.keys(told.rows)).toEqual(['generated', 'training', 'random']);
    expect(told.rows.generated.windows.generated).toBe(30);
    expect(told.rows.random.gm).toBeGreaterThan(told.rows.training.gm);
    expect(Object.keys(told.rows.generated.ratio)).toHaveLength(13);
    expect(harmonium(['evaluate', model, songs, '--quick', '--count', '30', '--json']).out).toBe(ran.out);
  });

  it('gives the same figures for the files that generate writes', () => {
    const out = join(folder, 'written');
    harmonium(['generate', model, '--bars', '1', '-n', '30', '-o', out, '--seed', 'x']);
    const files = JSON.parse(
      harmonium(['evaluate', '--generated', out, songs, '--split', '1', '--quick', '--json']).out,
    );
    const made = JSON.parse(
      harmonium(['evaluate', model, songs, '--count', '30', '--seed', 'x', '--quick', '--json']).out,
    );
    expect(files.rows.generated).toEqual(made.rows.generated);
    expect(files.rows.generated.windows.generated).toBeGreaterThan(20);
  });

  it('prints a table for people, with the floors', () => {
    const few = readdirSync(songs).filter((name) => name.startsWith('own-l') || name.startsWith('own-c'));
    const ran = harmonium(['evaluate', model, ...few.map((name) => join(songs, name)), '--count', '20']);
    expect(ran.code).toBe(0);
    const names = ran.out.split('\n').map((line) => line.slice(0, 20).trim());
    expect(names).toEqual([
      '',
      'some.safetensors',
      'held-out music',
      'learnt music',
      'article preset',
      'random notes',
      '',
    ]);
    expect(ran.err).toContain('split 1: 1 file held out');
    expect(ran.err).not.toContain('note:');
  }, 120_000);

  it('warns when the model may know the held-out songs', () => {
    const ran = harmonium(['evaluate', model, songs, '--split', '2', '--count', '5', '--quick']);
    expect(ran.err).toContain('the model was trained with --split 1');
    expect(harmonium(['evaluate', songs, '--list']).err).toBe('');
  });

  it.each([
    ['nothing', [], 2, 'evaluate needs a model and songs'],
    ['no songs', [model], 2, 'evaluate needs a model and songs'],
    ['no songs beside generated ones', ['--generated', songs], 2, 'evaluate needs songs'],
    ['no songs to list', ['--list'], 2, 'needs songs'],
    ['a wrong split', [model, songs, '--split', '-1'], 2, '--split: expected a whole number'],
    ['songs instead of a model', [join(songs, 'aura-lee.mid'), songs], 3, 'aura-lee.mid'],
    ['no such songs', [model, 'nowhere'], 3, 'no such file or folder'],
    ['one song', [model, join(songs, 'aura-lee.mid')], 3, 'the training music has no notes'],
  ])('says what is wrong: %s', (_name, args, code, message) => {
    const ran = harmonium(['evaluate', ...args]);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(message);
  });
});
