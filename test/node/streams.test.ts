import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { harmonium, MAIN, type Ran, temporaryFolder, withoutProgress } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const model = at('model.safetensors');
const learn = ['train', CORPUS, '--epochs', '1', '--hidden', '40'];

/** Runs a line of shell in which `harmonium` is the command. */
function shell(line: string): Ran {
  const script = `set -o pipefail; harmonium() { "${process.execPath}" "${MAIN}" "$@"; }; ${line}`;
  const ran = spawnSync('bash', ['-c', script], { cwd: folder, timeout: 50_000 });
  return { code: ran.status, out: ran.stdout.toString(), err: withoutProgress(ran.stderr.toString()) };
}

const train = learn.map((word) => `'${word}'`).join(' ');
const sha256 = (file: string): string => `sha256sum ${file} | cut -c 1-64`;

describe('what is written', () => {
  beforeAll(() => {
    harmonium([...learn, '-o', model]);
  });

  it('is more than a pipe holds', () => {
    expect(statSync(model).size).toBeGreaterThan(200_000);
  });

  it('comes through a slow pipe whole', () => {
    const { code, out, err } = shell(`harmonium ${train} -o - 2>/dev/null | (sleep 1; cat) | sha256sum | cut -c 1-64`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(shell(sha256(model)).out);
  });

  it('may be cut short by its reader', () => {
    const { code, out, err } = shell(`harmonium ${train} -o - | head -c 10 | wc -c`);
    expect({ code, out: out.trim() }).toEqual({ code: 0, out: '10' });
    expect(err).not.toMatch(/EPIPE| at /);
  });

  it('goes into a pipe or a device as it stands', () => {
    expect(
      shell(`mkfifo fifo; cat fifo | sha256sum | cut -c 1-64 & harmonium ${train} -o fifo >/dev/null; wait`).out,
    ).toBe(shell(sha256(model)).out);
    expect(lstatSync(at('fifo')).isFIFO()).toBe(true);
    expect(shell(`harmonium ${train} -o >(wc -c >size); sleep 1; cat size`).out).toContain(`${statSync(model).size}\n`);
    expect(harmonium([...learn, '-o', '/dev/null'])).toMatchObject({ code: 0 });
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('leaves links links', () => {
    mkdirSync(at('elsewhere'));
    writeFileSync(at('elsewhere/old'), 'old');
    symlinkSync('elsewhere/old', at('link'));
    symlinkSync('elsewhere/new', at('dangling'));
    for (const [link, file] of [
      ['link', 'elsewhere/old'],
      ['dangling', 'elsewhere/new'],
    ] as const) {
      expect(harmonium([...learn, '-o', at(link)])).toMatchObject({ code: 0 });
      expect(lstatSync(at(link)).isSymbolicLink()).toBe(true);
      expect(readFileSync(at(file)).equals(readFileSync(model))).toBe(true);
    }
    expect(readdirSync(at('elsewhere')).sort()).toEqual(['new', 'old']);
  });

  it('is one thing when it is stdout', () => {
    const svg = harmonium(['generate', '-n', '2', '-o', at('with-picture'), '--picture', '-']);
    expect(svg.out).toMatch(/^<svg [\s\S]*<\/svg>\n?$/);
    expect(harmonium([...learn, '-o', at('m2'), '--picture', '-']).out).toMatch(/^<svg [\s\S]*<\/svg>\n?$/);
  });

  it('is not written over an input, nor over another output', () => {
    const tune = at('tune.mid');
    const bytes = readFileSync(join(CORPUS, 'greensleeves.mid'));
    writeFileSync(tune, bytes);
    symlinkSync(tune, at('same.mid'));
    mkdirSync(at('pieces'));
    writeFileSync(at('pieces/piece-002.mid'), bytes);
    const cases: [string[], RegExp][] = [
      [['train', tune, '-o', tune], /--output: .*over the input/],
      [['train', tune, '-o', at('same.mid')], /--output: .*over the input/],
      [['train', tune, '-o', at('x'), '--picture', at('./pieces/../x')], /--picture: .*the output of --output/],
      [['train', tune, '-o', '-', '--picture', '-'], /--output - and --picture - would both write to stdout/],
      [['train', tune, '-o', at('x'), '--picture', '-', '--json'], /--picture - and --json would both/],
      [['generate', '-n', '1', '-o', '-', '--json'], /--output - and --json would both/],
      [['generate', model, '-n', '1', '-o', at('y'), '--picture', model], /--picture: .*over the input/],
      [['generate', '--from', at('pieces/piece-002.mid'), '-o', at('pieces')], /--output: .*over the input/],
    ];
    for (const [args, line] of cases) {
      const ran = harmonium(args);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toMatch(line);
    }
    expect(readFileSync(tune).equals(bytes)).toBe(true);
    expect(readFileSync(at('pieces/piece-002.mid')).equals(bytes)).toBe(true);
  });
});

describe('what is read', () => {
  it('is no pipe that lies in a folder', () => {
    const { code, out } = shell(
      `mkdir songs; cp '${CORPUS}'/own-*.mid songs; mkfifo songs/pipe.mid; harmonium inspect songs --json`,
    );
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(
      readdirSync(CORPUS).filter((name) => /^own-.*\.mid$/.test(name)).length,
    );
  });

  it('may be a pipe that is named', () => {
    const { out } = shell(`harmonium inspect --json <(cat '${CORPUS}/greensleeves.mid')`);
    expect(JSON.parse(out)).toMatchObject({ ppq: expect.any(Number) });
  });

  it('is refused before it is read when it is too large', () => {
    const { code, err } = shell(
      'truncate -s 100M large.mid; harmonium train large.mid; code=$?; harmonium train /dev/zero; exit $code',
    );
    expect(code).toBe(3);
    expect(err).toMatch(
      /large\.mid: the file is too large: expected at most 16777216 bytes \(--max-bytes\), got 104857600 bytes\n/,
    );
    expect(err).toMatch(/zero: the file is too large/);
  });
});
