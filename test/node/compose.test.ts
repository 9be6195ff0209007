/**
 * `harmonium compose`, and moods in the other commands.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { harmonium } from './harmonium.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'harmonium-compose-'));
const at = (name: string): string => join(FOLDER, name);
afterAll(() => rmSync(FOLDER, { recursive: true }));

interface Composed {
  readonly mood: { readonly valence: number; readonly arousal: number };
  readonly pieces: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly key: string;
    readonly tempo: number;
    readonly bars: number;
    readonly chords: readonly (readonly string[])[];
    readonly fit: number;
  }[];
}

const FEW = ['--candidates', '6', '--bars', '2'];

/** Trains on two songs for one epoch. */
function train(...more: string[]): ReturnType<typeof harmonium> {
  const songs = ['fixtures/midi/ode-to-joy.mid', 'fixtures/midi/greensleeves.mid'];
  return harmonium(['train', ...songs, '--epochs', '1', '--held-out', '0', ...more]);
}

beforeAll(() => void train('--preset', 'article', '-o', at('article.safetensors')));

describe('compose', () => {
  it('writes pieces of the mood of a sentence, the same bytes each time', () => {
    const { code, out, err } = harmonium(['compose', 'a sad and quiet song', '-o', at('sad'), ...FEW, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { mood, pieces } = JSON.parse(out) as Composed;
    expect(mood.valence).toBeLessThan(-0.5);
    expect(mood.arousal).toBeLessThan(-0.5);
    expect(pieces).toHaveLength(3);
    for (const { file, sha256, key, tempo, bars, chords, fit } of pieces) {
      expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(sha256);
      expect(key).toMatch(/^[A-G][#b]?m?$/);
      expect(tempo).toBeLessThan(90);
      expect(bars).toBe(2);
      expect(chords).toHaveLength(2);
      expect(fit).toBeGreaterThan(0.5);
    }
    const again = harmonium(['compose', '悲伤安静', 'a sad and quiet song', '-o', at('none'), ...FEW]);
    expect(again.code).toBe(3);
    const same = harmonium([
      'compose',
      'a sad and quiet song',
      '-o',
      at('same'),
      ...FEW,
      '--kernels',
      'plain',
      '--json',
    ]);
    expect((JSON.parse(same.out) as Composed).pieces.map(({ sha256 }) => sha256)).toEqual(
      pieces.map(({ sha256 }) => sha256),
    );
  });

  it('takes numbers, without expression, with sound and a picture', () => {
    const args = ['compose', '--mood', '-.7,.7', '-n', '1', '--expression', 'none', '--wav', '--picture', at('p.svg')];
    const { code, out } = harmonium([...args, '-o', at('angry'), ...FEW]);
    expect(code).toBe(0);
    expect(out).toMatch(/^valence -0\.70 {2}arousal \+0\.70 {2}dark and lively\n/);
    expect(out).toMatch(/, 120 beats a minute, fit 0\.\d\d\n/);
    expect(readdirSync(at('angry')).sort()).toEqual(['composition-1.mid', 'composition-1.wav']);
    expect(readFileSync(at('p.svg'), 'utf8')).toMatch(/^<svg/);
  });

  it('hears speech by the named recogniser', () => {
    writeFileSync(at('wish.wav'), 'no sound');
    const say = `${process.execPath} -e "console.log('a happy song')" {file}`;
    const { code, err } = harmonium([
      'compose',
      '--speech',
      at('wish.wav'),
      '--recogniser',
      say,
      '-o',
      at('heard'),
      ...FEW,
    ]);
    expect(code).toBe(0);
    expect(err).toMatch(/node understood: a happy song\n/);
  });

  it.each([
    [[], 2, /compose needs a text/],
    [[''], 2, /the text has no mood/],
    [['song music'], 2, /the text has no mood/],
    [['happy', at('article.safetensors')], 3, /article\.safetensors: the model has no mood units/],
    [['--mood', '2,0'], 2, /--mood: expected words, or valence and arousal from -1 to 1/],
    [['--mood', '.5'], 2, /--mood: expected words, or valence and arousal/],
    [['happy', '--mood', '0,0', '--speech', 'x.wav'], 2, /cannot be used together/],
    [['happy', '--recogniser', 'x {file}'], 2, /--recogniser needs --speech/],
    [['happy', '--bars', '1'], 2, /--bars: expected a whole number from 2 to 4096/],
    [['happy', '--bars', '01'], 2, /--bars: expected a whole number/],
    [['happy', '--mood', 'NaN,0'], 2, /--mood: expected words, or valence and arousal/],
    [['happy', '-n', '5', '--candidates', '4'], 2, /--candidates: expected a whole number from 5/],
  ])('%o is refused', (args, code, message) => {
    const ran = harmonium(['compose', ...args]);
    expect(ran.err).toMatch(message);
    expect(ran.code).toBe(code);
  });
});

describe('--mood', () => {
  it('steers generate and the commands for songs', () => {
    const arousals = ['wild', 'calm'].map((mood) => {
      expect(harmonium(['generate', '--mood', mood, '-n', '1', '--bars', '4', '-o', at(mood)]).code).toBe(0);
      const { out } = harmonium(['inspect', at(`${mood}/piece-000.mid`), '--json']);
      return (JSON.parse(out) as Composed).mood.arousal;
    });
    expect(arousals[0]).toBeGreaterThan(arousals[1] ?? 1);
    for (const [command, ...more] of [
      ['continue', '--bars', '2'],
      ['fill', '--bars', '2-3'],
      ['harmonise', '--gibbs', '8'],
    ]) {
      const args = [
        command ?? '',
        'fixtures/midi/ode-to-joy.mid',
        ...more,
        '--mood',
        'sad',
        '-o',
        at(`${command}.mid`),
      ];
      expect(harmonium(args).code).toBe(0);
    }
  });
});

describe('train --moods', () => {
  it('labels by a table, with numbers or words', () => {
    const song = join(process.cwd(), 'fixtures/midi');
    writeFileSync(
      at('labels.csv'),
      `file,valence,arousal,mood\n${song}/ode-to-joy.mid,.8,.5,\n${song}/greensleeves.mid,,,sad\n`,
    );
    expect(train('-o', at('m.safetensors'), '--moods', at('labels.csv')).code).toBe(0);
    const { out } = harmonium(['inspect', at('m.safetensors'), '--json']);
    const { training } = JSON.parse(out) as { readonly training: Record<string, string> };
    expect(training['valenceThresholds']).toBe('0');
    expect(training['moodUnits']).toBe('48');
  });

  it('is not written over by an output', () => {
    const table = at('kept.csv');
    const song = join(process.cwd(), 'fixtures/midi/ode-to-joy.mid');
    writeFileSync(table, `file,valence,arousal\n${song},.8,.5\n`);
    const before = readFileSync(table, 'utf8');
    for (const option of ['-o', '--picture', '--report']) {
      const { code, err } = train('-o', at('other.safetensors'), '--moods', table, option, table);
      expect([code, err]).toEqual([2, expect.stringContaining('would be written over the input')]);
    }
    expect(readFileSync(table, 'utf8')).toBe(before);
  });

  it('says when all music has the same mood, and names a file that comes twice', () => {
    const songs = ['ode-to-joy', 'greensleeves'].map((name) => join(process.cwd(), `fixtures/midi/${name}.mid`));
    writeFileSync(at('same.csv'), `file,valence,arousal\n${songs.map((song) => `${song},.5,.5\n`).join('')}`);
    expect(train('-o', at('same.safetensors'), '--moods', at('same.csv')).err).toContain('no mood units');
    const [song = ''] = songs;
    writeFileSync(
      at('twice.csv'),
      `file,valence,arousal\n${song},.5,.5\n${song.replace('/midi', '/midi/../midi')},1,1\n`,
    );
    const { code, err } = train('-o', at('same.safetensors'), '--moods', at('twice.csv'));
    expect([code, err]).toEqual([3, expect.stringMatching(/line 3: file: expected each file once.* of line 2/)]);
  });

  it('names the line of a file that does not exist', () => {
    writeFileSync(at('wrong.csv'), 'file,valence,arousal\nnowhere.mid,0,0\n');
    const { code, err } = train('-o', at('m2.safetensors'), '--moods', at('wrong.csv'));
    expect(code).toBe(3);
    expect(err).toMatch(/wrong\.csv: line 2: file: expected a file .*, got "nowhere\.mid"/);
  });

  it('is not for the article preset', () => {
    expect(train('--preset', 'article', '--moods', 'notes').err).toMatch(
      /--moods cannot be used with --preset article/,
    );
  });
});
