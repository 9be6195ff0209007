/**
 * Training that is interrupted and taken up again, and reports of what was skipped.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { harmonium, MAIN, temporaryFolder } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
// So many epochs that none is over before the signal comes.
const TRAINING = ['--epochs', '16', '--hidden', '12', '--picture', at('curve.svg')];

/** Trains with a checkpoint after every batch until one is there, and interrupts. */
async function interrupted(output: string, ...options: string[]): Promise<void> {
  const args = [MAIN, 'train', at('songs'), '-o', output, ...TRAINING, '--checkpoint-every', '0', ...options];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  while (!existsSync(`${output}.checkpoint`)) await new Promise((soon) => setTimeout(soon, 2));
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  if (code !== 130) throw new Error(`expected to be interrupted, got ${code}`);
}

let whole = Buffer.alloc(0);
let curve = '';

beforeAll(async () => {
  mkdirSync(at('songs'));
  for (const name of ['aura-lee.mid', 'sakura.mid', 'own-rag.mid', 'own-jig.mid']) {
    copyFileSync(join(CORPUS, name), join(at('songs'), name));
  }
  harmonium(['train', at('songs'), '-o', at('whole'), ...TRAINING]);
  whole = readFileSync(at('whole'));
  curve = readFileSync(at('curve.svg'), 'utf8');
  await interrupted(at('model'));
});

/** The same training, taken up. */
function resumed(...options: string[]): ReturnType<typeof harmonium> {
  return harmonium(['train', at('songs'), '-o', at('model'), ...TRAINING, ...options]);
}

describe('an unfinished training', () => {
  it('is not written over', () => {
    expect(resumed()).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /^harmonium: .*model\.checkpoint holds a training that is not done: go on with --resume.*\n$/,
      ),
    });
  });

  it.each([
    [['--hidden', '13'], "another 'hidden': expected 12, got 13"],
    [['--seed', 'b'], "another 'seed': expected 1, got b"],
    [['--epochs', '5'], "another 'epochs': expected 16, got 5"],
    [['--preset', 'article'], "another 'preset': expected default, got article"],
    [['--split', '1'], 'other music'],
    [[join(CORPUS, 'own-folia.mid')], 'other music'],
  ])('is refused for %s', (options, said) => {
    const { code, out, err } = resumed('--resume', ...options);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^(skipped [^\n]*\n)*harmonium: [^\n]*model\.checkpoint: the checkpoint is of a training with [^\n]*\n$/,
    );
    expect(err).toContain(said);
  });

  it('is refused when it is damaged, newer, or something else', () => {
    const good = readFileSync(at('model.checkpoint'));
    const spoilt = (change: (bytes: Buffer) => Buffer): string => {
      writeFileSync(at('spoilt'), change(Buffer.from(good)));
      const { code, out, err } = resumed('--resume', '--checkpoint', at('spoilt'));
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toMatch(/^harmonium: [^\n]*spoilt: [^\n]*\n$/);
      return err;
    };
    expect(spoilt((bytes) => bytes.fill(7, 5000, 5001))).toContain('damaged or changed since it was written');
    expect(spoilt((bytes) => bytes.subarray(0, 5000))).toContain('damaged or changed');
    expect(
      spoilt((bytes) => bytes.fill('9', bytes.indexOf('"version":"1"') + 11, bytes.indexOf('"version":"1"') + 12)),
    ).toContain('newer version than this program');
    expect(spoilt(() => whole)).toContain('expected "harmonium checkpoint", got "harmonium"');
    expect(spoilt(() => Buffer.alloc(0))).toContain('too short');
  });

  it('goes on to the same model and the same curve, and is gone then', () => {
    const { code, out, err } = resumed('--resume');
    expect({ code, out }).toEqual({ code: 0, out: `${at('model')}\n${at('curve.svg')}\n` });
    expect(err).toMatch(/^goes on (in|after) epoch \d/);
    expect(readFileSync(at('model')).equals(whole)).toBe(true);
    expect(readFileSync(at('curve.svg'), 'utf8')).toBe(curve);
    expect(existsSync(at('model.checkpoint'))).toBe(false);
  });

  it.each([
    ['1', '2'],
    ['2', '1'],
  ])('goes on from %s threads with %s', async (first, then) => {
    const output = at(`threads-${first}`);
    await interrupted(output, '--workers', first);
    const ran = harmonium(['train', at('songs'), '-o', output, ...TRAINING, '--resume', '--workers', then]);
    expect(ran).toMatchObject({ code: 0 });
    expect(readFileSync(output).equals(whole)).toBe(true);
  });
});

describe('--resume', () => {
  it('without a checkpoint trains from the start, and says so', () => {
    const { code, err } = harmonium(['train', at('songs'), '-o', at('anew'), ...TRAINING, '--resume']);
    expect(code).toBe(0);
    expect(err).toMatch(/^no checkpoint at .*anew\.checkpoint: training from the start\n/);
    expect(readFileSync(at('anew')).equals(whole)).toBe(true);
  });

  it('removes what a killed program left, and nothing else', () => {
    mkdirSync(at('left'));
    const names = ['.m.0123456789ab.tmp', '.m.checkpoint.0123456789ab.tmp'];
    const others = ['.m.tmp', '.other.0123456789ab.tmp', '.m.0123456789abc.tmp', 'm.0123456789ab.tmp'];
    for (const name of [...names, ...others]) writeFileSync(join(at('left'), name), '');
    expect(harmonium(['train', at('songs'), '-o', at('left/m'), '--epochs', '1', '--resume'])).toMatchObject({
      code: 0,
    });
    expect(readdirSync(at('left')).sort()).toEqual([...others, 'm'].sort());
  });

  it('needs a place where the model goes to stdout; that model is written as any', () => {
    expect(harmonium(['train', at('songs'), '-o', '-', '--resume'])).toMatchObject({ code: 2 });
    const ran = harmonium(['train', at('songs'), '-o', '-', ...TRAINING, '--checkpoint', at('piped'), '--resume']);
    expect(ran).toMatchObject({ code: 0 });
    expect(harmonium(['train', at('songs'), '--checkpoint', '-'])).toMatchObject({ code: 2 });
  });
});

describe('many files', () => {
  const tune = join(CORPUS, 'sakura.mid');

  it('read in batches or one by one give the same bytes and the same report', () => {
    mkdirSync(at('many'));
    for (let n = 0; n < 230; n++) {
      if (n % 50 === 7) writeFileSync(at(`many/${n}.mid`), 'no music');
      else copyFileSync(join(CORPUS, readdirSync(CORPUS)[n % 60]!), at(`many/${n}.mid`));
    }
    const options = ['--epochs', '1', '--hidden', '8', '--json'];
    const together = harmonium(['train', at('many'), '-o', at('together'), ...options, '--report', at('report.jsonl')]);
    // With stdin among them files are read one by one.
    const alone = harmonium(['train', at('many'), '-', '-o', at('alone'), ...options], {
      input: Buffer.from('no music'),
    });
    expect([together.code, alone.code]).toEqual([0, 0]);
    expect(readFileSync(at('together')).equals(readFileSync(at('alone')))).toBe(true);
    const lines = readFileSync(at('report.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      ['107', '157', '207', '57', '7'].map((name) => ({
        file: at(`many/${name}.mid`),
        code: 'midi-header',
        message: "not a MIDI file: expected 'MThd', got 'no m' (at byte 0)",
        offset: 0,
      })),
    );
    expect(together.err).toMatch(/^skipped 5 files: see .*report\.jsonl\n$/);
    const { skipped } = JSON.parse(together.out) as { skipped: { file: string }[] };
    expect(skipped.map(({ file }) => file)).toEqual(lines.map((line) => (JSON.parse(line) as { file: string }).file));
  });

  it('a report of nothing is empty', () => {
    const ran = harmonium([
      'train',
      tune,
      '-o',
      at('one'),
      '--epochs',
      '1',
      '--hidden',
      '8',
      '--report',
      at('none.jsonl'),
    ]);
    expect(ran.code).toBe(0);
    expect(readFileSync(at('none.jsonl'), 'utf8')).toBe('');
  });
});
