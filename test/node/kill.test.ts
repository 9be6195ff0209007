/**
 * Training that is killed again and again, at random moments and in the middle of writing, and always goes on to the same bytes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { slow } from '../reference/slow.ts';
import { harmonium, MAIN, temporaryFolder } from './harmonium.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi/', import.meta.url));
const KILLS = slow('100 kills instead of 10') ? 100 : 10;
const folder = temporaryFolder();
const songs = join(folder, 'songs');
// Writing takes longer than learning, and is done after every batch: most moments are in it.
const TRAINING = ['train', songs, '--epochs', '3', '--hidden', '48', '--seed', 'kill', '--json'];
let whole = Buffer.alloc(0);
/** How long the whole of it takes. */
let milliseconds = 0;

beforeAll(() => {
  mkdirSync(songs);
  for (const name of ['greensleeves.mid', 'sakura.mid', 'own-jig.mid'])
    copyFileSync(join(CORPUS, name), join(songs, name));
});

/** Trains without being killed. */
function trainWhole(options: readonly string[]): void {
  const output = join(folder, 'whole.safetensors');
  const started = performance.now();
  expect(harmonium([...TRAINING, ...options, '-o', output, '--checkpoint-every', '0'])).toMatchObject({
    code: 0,
    err: '',
  });
  milliseconds = performance.now() - started;
  whole = readFileSync(output);
}

/**
 * Runs the training until it is done or killed: at a random moment, or as soon as a file is being written. Tells which.
 *
 * @param kill - when; never, if it is left out
 */
async function runAndKill(
  place: string,
  options: readonly string[],
  kill?: 'any time' | 'in writing',
): Promise<'done' | 'killed'> {
  const output = join(place, 'model.safetensors');
  const args = [MAIN, ...TRAINING, '-o', output, '--checkpoint-every', '0', '--resume', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  let writes = Math.floor(Math.random() * 8);
  const watcher = watch(place, (_, name) => {
    if (kill === 'in writing' && name?.endsWith('.tmp') === true && writes-- <= 0) child.kill('SIGKILL');
  });
  const timer = kill === 'any time' ? setTimeout(() => child.kill('SIGKILL'), Math.random() * milliseconds) : undefined;
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  watcher.close();
  expect(err).toBe('');
  if (signal === 'SIGKILL') return 'killed';
  expect(code).toBe(0);
  return 'done';
}

function when(): 'any time' | 'in writing' {
  return Math.random() < 0.5 ? 'any time' : 'in writing';
}

describe('a training that is killed', () => {
  it.each([
    ['with persistent chains', []],
    ['with workers', ['--workers', '2', '--chains', '0']],
  ])(`${KILLS} times, %s, comes to the same bytes`, { timeout: 60_000 + 10_000 * KILLS }, async (name, options) => {
    trainWhole(options);
    let kills = 0;
    let halves = 0;
    let resumed = 0;
    let trainings = 0;
    while (kills < KILLS) {
      const place = join(folder, `${name} ${trainings++}`);
      mkdirSync(place);
      const output = join(place, 'model.safetensors');
      // After the last kill it may end, however slow the machine is by then.
      while ((await runAndKill(place, options, kills < KILLS ? when() : undefined)) === 'killed') {
        kills++;
        if (readdirSync(place).some((file) => file.endsWith('.tmp'))) halves++;
        if (existsSync(`${output}.checkpoint`)) resumed++;
        // Whenever there is a model, it is whole.
        expect(!existsSync(output) || readFileSync(output).equals(whole)).toBe(true);
      }
      expect(readFileSync(output).equals(whole)).toBe(true);
      expect(readdirSync(place)).toEqual(['model.safetensors']);
    }
    console.info(`${kills} kills, ${halves} while writing, ${resumed} resumed, ${trainings} trainings done`);
    // Ten may all miss.
    const least = KILLS >= 100 ? 1 : 0;
    expect(resumed).toBeGreaterThanOrEqual(least);
    expect(halves).toBeGreaterThanOrEqual(least);
  });
});
