/**
 * A slice of `npm run fuzz -- --what commands` and `--what signals`: hostile files, and long work that is interrupted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS, prepareRun } from '../fuzz/commands.ts';
import { diceOf } from '../fuzz/dice.ts';
import { HOSTILE_KINDS, hostileSong } from '../fuzz/hostile-songs.ts';
import { partialFiles } from '../fuzz/judge-run.ts';
import { interruptWork, LONG_WORK } from '../fuzz/long-work.ts';
import { watchRun } from '../fuzz/watch-run.ts';

/** Long before this any run has ended or been interrupted, however busy the machine is. */
const HANG_MS = 20_000;

const bytesOf = (index: number): string => Buffer.from(hostileSong(diceOf('x', index)).bytes).toString('hex');
const signalOf = (n: number): NodeJS.Signals => (n % 2 === 0 ? 'SIGINT' : 'SIGTERM');

describe('hostile files', () => {
  it('are the same for the same number', () => {
    expect(bytesOf(3)).toBe(bytesOf(3));
    expect(bytesOf(3)).not.toBe(bytesOf(4));
  });

  it.each(Object.keys(HOSTILE_KINDS))('are small: %s', (kind) => {
    for (let index = 0; index < 4; index++) {
      const { bytes } = hostileSong(diceOf('small', index), kind);
      expect(bytes.length).toBeGreaterThan(20);
      expect(bytes.length).toBeLessThan(4_100_000);
    }
  });
});

describe.each(Object.keys(COMMANDS))('%s', (command) => {
  it.each(['a very long note', 'thousands of voices'])('of %s', async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'harmonium-hostile-'));
    try {
      const dice = diceOf(`slice ${command}`, 1);
      const args = prepareRun(command, hostileSong(dice, kind).bytes, folder, dice);
      const watching = { interruptAfter: HANG_MS, signal: 'SIGINT', patience: HANG_MS } as const;
      const { code, err, out } = await watchRun(args, folder, watching);
      expect({ code, out, err, right: code === 0 || code === 3 || code === 130 }).toMatchObject({ right: true });
      expect(err).not.toMatch(/^\s+at /m);
      expect(code === 3 && !args.includes('--json') && err.trim() === '').toBe(false);
      expect(partialFiles(join(folder, 'out'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('long work', () => {
  const works = Object.keys(LONG_WORK);

  it.each(works.map((name, n) => [name, signalOf(n)] as const))('of %s ends on %s', async (name, signal) => {
    const { ran, faults } = await interruptWork(name, { after: 1000, signal, patience: HANG_MS });
    const { code, killedBy, afterSignal } = ran;
    // On a busy machine the signal may come before the program listens; the system then ends it.
    const ends = [[130, null], [null, signal], ...(afterSignal === undefined ? [[0, null]] : [])];
    expect(ends).toContainEqual([code, killedBy]);
    expect(faults).toEqual([]);
  });

  it('shows progress from two seconds on, and none with --json', async () => {
    const watching = { after: 4000, signal: 'SIGINT', patience: HANG_MS } as const;
    const { ran: shown } = await interruptWork('inspect', watching);
    expect(shown.err).toMatch(/^inspecting +\d+ %/);
    const { ran: silent } = await interruptWork('inspect --json', watching);
    expect(silent.err).toMatch(/^(interrupted\n)?$/);
  });
});
