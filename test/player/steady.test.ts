import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `steps` Gibbs steps after a warm-up; prints a mark before and after, between which the engine tells of collections. */
const CODE = `
  import { readFileSync, writeSync } from 'node:fs';
  import { openPlayer, stepChain } from './dist/player/index.js';
  const player = openPlayer(readFileSync('fixtures/models/compact.safetensors'));
  stepChain(player, 3000);
  globalThis.gc();
  writeSync(1, 'begin\\n');
  for (let n = 0; n < 20000; n++) stepChain(player);
  writeSync(1, 'end\\n');
`;

it('20,000 Gibbs steps leave nothing to collect', () => {
  const ran = spawnSync(
    process.execPath,
    ['--expose-gc', '--trace-gc', '--max-semi-space-size=1', '--input-type=module', '--eval', CODE],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  const [before = '', between = ''] = ran.stdout.split(/begin\n|end\n/);
  // The tracing works: the collection that was asked for is there.
  expect(before).toContain('Mark-Compact');
  // A number on the heap is 16 bytes, and the young generation one megabyte: four numbers a step would show.
  expect(between.split('\n').filter((line) => /Scavenge|Mark-Compact/.test(line))).toEqual([]);
});
