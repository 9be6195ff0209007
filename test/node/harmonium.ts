import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** The built command. */
export const MAIN: string = fileURLToPath(new URL('../../dist/node/main.js', import.meta.url));

/** What a run of the command left. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** Without progress, which a slow machine shows where a fast one does not. */
  readonly err: string;
}

/** Runs the built command to its end. */
export function harmonium(args: readonly string[], options: { cwd?: string; input?: Uint8Array } = {}): Ran {
  const ran = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: options.cwd,
    input: options.input,
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1 << 28,
  });
  return { code: ran.status, out: ran.stdout.toString(), err: withoutProgress(ran.stderr.toString()) };
}

/** What was said besides `reading  40 %  2.0 s left` and the like. */
export function withoutProgress(err: string): string {
  return err.replace(/^[a-z]+ +\d+ % .*\n|^[a-z]+ +\d+ %\n/gm, '');
}

/** A folder that goes when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
