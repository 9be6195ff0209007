import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOptions } from '../../bench/options.ts';
import { PEER_KINDS } from '../../bench/peers.ts';
import { parseReport } from '../../bench/report.ts';
import { entryName, entryPoints } from '../../bench/sizes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'harmonium-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the bench as `npm run bench` does, but for building the library, which the tests do before. */
function bench(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, INIT_CWD: folder };
  return spawnSync(process.execPath, ['.build/bench/run.js', ...args], { cwd: ROOT, env, encoding: 'utf8' });
}

describe('the options', () => {
  it('have defaults, and paths from where one stands', () => {
    expect(parseOptions([], '/here')).toEqual({
      filter: '',
      json: undefined,
      likelihood: undefined,
      split: 'valid',
      compare: undefined,
      data: undefined,
      markdown: false,
      peers: false,
      quick: false,
      help: false,
    });
    const args = ['--filter', 'cd1', '--json', 'a.json', '--data', '/songs', '--peers'];
    expect(parseOptions(args, '/here')).toMatchObject({
      filter: 'cd1',
      json: '/here/a.json',
      data: '/songs',
      peers: true,
    });
    expect(() => parseOptions(['--fliter', 'cd1'], '/here')).toThrow(TypeError);
  });
});

describe('the entry points', () => {
  it('are those of package.json, the command last', () => {
    const names = entryPoints().map(entryName);
    expect(names.at(-1)).toBe('harmonium (command)');
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { exports: object };
    const modules = Object.keys(exports).filter((name) => !/\.[a-z]+$/.test(name) || name === '.');
    expect(names.slice(0, -1)).toEqual(modules);
  });
});

describe('the command', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'bench'], { cwd: ROOT });
  });

  it('measures what it is asked to, writes it down, and compares', () => {
    const first = bench('--quick', '--filter', 'b9 ', '--json', 'first.json');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const report = parseReport(readFileSync(join(folder, 'first.json'), 'utf8'));
    const cases = report.results.map((result) => result.case);
    expect(cases).toContain('cd1 2340x50 b9 trained');
    expect(cases).toContain('gibbs 156x16 b9 trained');
    // On lanes, and plain.
    expect(2 * new Set(cases).size).toBe(cases.length);
    for (const result of report.results) {
      expect(['harmonium', 'harmonium-plain']).toContain(result.implementation);
      expect(result.ratio === 1 || result.implementation === 'harmonium-plain').toBe(true);
      expect(result.p10Ms).toBeLessThanOrEqual(result.medianMs);
      expect(result.medianMs).toBeLessThanOrEqual(result.p90Ms);
      expect(first.stdout).toContain(result.case);
    }
    expect(report.machine).toContain(process.version);
    expect(new Date(report.date).toISOString()).toBe(report.date);

    const again = bench('--quick', '--filter', 'gibbs 156x16 b9', '--compare', 'first.json', '--json', 'again.json');
    expect(again).toMatchObject({ status: 0, stderr: '' });
    expect(again.stdout).toContain(`against ${report.date}`);
    // The same was computed: that does not depend on the machine's mood.
    expect(again.stdout).not.toContain('other checksum');
    expect(again.stdout).toMatch(/gibbs 156x16 b9 trained +harmonium +(same|[\d.]+x (faster|slower)) \([\d.–]+\)/);
  });

  it('measures plain JavaScript beside it with --peers, and names what is missing', () => {
    const ran = bench('--quick', '--peers', '--filter', 'cd1 156x16 b9', '--json', 'peers.json');
    expect(ran.stderr).toBe('');
    const { results, missing } = parseReport(readFileSync(join(folder, 'peers.json'), 'utf8'));
    const measured = results.map(({ implementation }) => implementation);
    expect(measured).toEqual(expect.arrayContaining(['harmonium', 'naive-js']));
    expect(measured.length + missing.filter(({ implementation }) => implementation !== 'esbuild').length).toBe(
      2 + PEER_KINDS.length,
    );
    for (const { install } of missing) expect(install).toMatch(/^(apt-get|npm) install /);
    expect(ran.stdout).toMatch(/check 156x16 b100 trained naive-js: cd1 r 0\.\d+/);
  });

  it('fails for what there is not', () => {
    expect(bench('--filter', 'no such case')).toMatchObject({ status: 1 });
    expect(bench('--compare', 'nowhere.json')).toMatchObject({ status: 1 });
    writeFileSync(join(folder, 'other.json'), '{}');
    const other = bench('--compare', 'other.json');
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('expected a report of the bench');
  });

  it('explains itself', () => {
    const { status, stdout } = bench('--help');
    expect(status).toBe(0);
    for (const option of ['--filter', '--peers', '--data', '--json', '--compare', '--markdown', '--quick']) {
      expect(stdout).toContain(option);
    }
  });
});
