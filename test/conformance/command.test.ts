import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, ask } from '../engines/ask.ts';
import { ENGINES, type Engine } from '../engines/engines.ts';
import { readGolden } from '../engines/golden.ts';
import { parseOptions } from '../engines/options.ts';
import { ROOT } from '../engines/places.ts';

const folder = mkdtempSync(join(tmpdir(), 'harmonium-engines-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const golden = readGolden();
const NAMES = ENGINES.map(({ name }) => name);
const SELF = `node${process.versions.node.split('.')[0]}`;

/** Runs `npm run engines`, but for building the library, which the tests do before. */
function engines(args: readonly string[], env: NodeJS.ProcessEnv = {}): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, ['.build/engines/run.js', ...args], {
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: folder, ...env },
    encoding: 'utf8',
  });
}

/** Code of an engine that says more than it should, and then these fingerprints. */
function says(fingerprints: unknown): string {
  return `console.log('hello'); console.log(${JSON.stringify(JSON.stringify({ fingerprints }))})`;
}

describe('the options', () => {
  it('have defaults, lists of engines, and paths from where one stands', () => {
    expect(parseOptions([], '/here', NAMES)).toMatchObject({ filter: '', require: [], json: undefined, write: false });
    const args = ['--require', 'bun,jsc', '--json', 'a.json', '--bundle', '/b.js'];
    expect(parseOptions(args, '/here', NAMES)).toMatchObject({
      require: ['bun', 'jsc'],
      json: '/here/a.json',
      bundle: '/b.js',
    });
  });

  it('refuse engines that there are none of', () => {
    expect(() => parseOptions(['--require', 'bun,opera'], '/', NAMES)).toThrow(/got "opera"/);
    expect(() => parseOptions(['--filter', 'opera'], '/', NAMES)).toThrow(/got "opera"/);
    expect(() => parseOptions(['--filter', 'node', '--require', 'bun'], '/', NAMES)).toThrow(/got "bun"/);
  });
});

describe('an engine', () => {
  const path = join(folder, 'any.js');
  writeFileSync(path, '');
  /** Asks an engine that runs `code` whatever the bundle. */
  const asked = (code: string, old = false, es5 = true): Promise<Answer> => {
    const engine: Engine = {
      name: 'some',
      install: 'get some',
      old,
      find: () => ({ command: [process.execPath, '-e', code], version: '1.2' }),
    };
    return ask(engine, { path, es5 }, golden);
  };

  it('is the same when all fingerprints are', async () => {
    const answer = await asked(says(golden));
    expect(answer).toMatchObject({ name: 'some', version: '1.2', verdict: 'same', fingerprints: golden });
    expect(answer.seconds).toBeGreaterThan(0);
  });

  it('is different when one is, or is lacking, or is new', async () => {
    expect((await asked(says({ ...golden, exp: '00000000' }))).verdict).toBe('different');
    expect((await asked(says({ exp: golden['exp'] }))).verdict).toBe('different');
    expect((await asked(says({ ...golden, more: '00000000' }))).verdict).toBe('different');
  });

  it('has failed when it prints none, and says why', async () => {
    const answer = await asked('console.log("no"); throw new Error("out of tune")');
    expect(answer).toMatchObject({ verdict: 'failed', fingerprints: {} });
    expect(answer.reason).toContain('out of tune');
  });

  it('is missing when it is old and the bundle is not', async () => {
    expect(await asked(says(golden), true, false)).toMatchObject({
      verdict: 'missing',
      version: null,
      seconds: null,
      install: 'npm install --prefix test/engines',
    });
  });
});

describe('the command', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'test/engines'], { cwd: ROOT });
  });

  it('tells people and machines about this Node', () => {
    const { status, stdout } = engines(['--filter', SELF, '--require', SELF, '--json', 'answers.json']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^engine +version +seconds +exp .* verdict$/m);
    expect(stdout).toMatch(/1 same, 0 different, 0 failed, 0 missing/);
    const { engines: answers } = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8'));
    expect(answers).toEqual([
      {
        name: SELF,
        version: process.versions.node,
        verdict: 'same',
        fingerprints: golden,
        lanes: true,
        seconds: expect.any(Number),
        install: expect.any(String),
      },
    ]);
  });

  it('names the command that installs what is missing, and fails only if that was required', () => {
    const nowhere = { PATH: folder };
    const missing = engines(['--filter', 'js102'], nowhere);
    expect(missing.status).toBe(0);
    expect(missing.stdout).toContain('missing (install: apt-get install -y --no-install-recommends libmozjs-102-dev)');
    expect(engines(['--filter', 'js102', '--require', 'js102'], nowhere).status).toBe(1);
    expect(engines(['--require', 'opera']).status).toBe(2);
  });

  it('writes a script that ends by printing its line through print, where there is one', () => {
    expect(engines(['--bundle', 'bundle.js']).status).toBe(0);
    const script = join(folder, 'bundle.js');
    writeFileSync(script, `var print = (line) => process.stdout.write('>' + line);\n${readFileSync(script, 'utf8')}`);
    const ran = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    const [, printed = ''] = ran.stdout.split('>');
    const { fingerprints, lanes } = JSON.parse(printed);
    expect(fingerprints).toEqual(golden);
    expect(golden).toMatchObject(lanes);
  });
});
