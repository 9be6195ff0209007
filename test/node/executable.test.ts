import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MAIN } from './harmonium.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

it('the command can be run by its name, also after a build', () => {
  expect(statSync(MAIN).mode & 0o111).toBe(0o111);
  const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string };
  expect(spawnSync(MAIN, ['--version'], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: `${version}\n` });
  const byName = ['--no', '--', 'harmonium', '--version'];
  const npx = spawnSync('npx', byName, { cwd: ROOT, encoding: 'utf8' });
  expect(npx).toMatchObject({ status: 0, stdout: `${version}\n` });
});
