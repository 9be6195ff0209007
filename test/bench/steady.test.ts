import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('a thousand steps after a warm-up', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'bench'], { cwd: ROOT });
  }, 120_000);

  it('never call the garbage collector, and no code is thrown away', () => {
    const args = ['--expose-gc', '--trace-gc', '--trace-deopt', '.build/bench/steady.js'];
    const lines = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 30 }).split('\n');
    const from = lines.indexOf('steady');
    expect(from).toBeGreaterThan(0);
    expect(lines.slice(from, lines.indexOf('done') + 1)).toEqual(['steady', 'done']);
    // Before, there was something to be seen.
    expect(lines.slice(0, from).some((line) => line.includes('Scavenge'))).toBe(true);
    expect(lines.slice(0, from).some((line) => line.includes('deoptimiz') || line.includes('bailout'))).toBe(true);
  }, 120_000);
});
