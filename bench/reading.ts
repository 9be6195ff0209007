/**
 * Reads a folder by one thread and by two, in turns, each time in a process of its own. Prints the seconds of each and the medians:
 *
 *     npm run build && npx tsc -b fixtures bench
 *     node .build/fixtures/many-songs.js /tmp/many && node .build/bench/reading.js /tmp/many [TURNS]
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST } from './places.ts';
import { spreadOf } from './statistics.ts';

const [folder, turns = '5', threads] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected a folder to read');
if (threads === undefined) compare(folder, Number(turns));
else process.stdout.write(JSON.stringify(await read(folder, Number(threads))));

/** How long reading took, of how many songs, and a sum of all their bits. */
interface Reading {
  readonly seconds: number;
  readonly songs: number;
  readonly sum: number;
}

/** The command line's own modules, which the package does not export. */
interface Modules {
  findFiles(paths: readonly string[]): readonly object[];
  eachOnce(found: readonly object[]): readonly { readonly file: string }[];
  trainChoices(args: readonly string[]): { readonly reading: object };
  readSongs(
    files: readonly string[],
    reading: object,
    onFile: () => void,
    threads: number,
  ): Promise<{ readonly rolls: readonly { readonly bits: Uint32Array }[] }>;
}

async function read(path: string, by: number): Promise<Reading> {
  const names = ['find-files', 'train-options', 'read-songs'];
  const modules = await Promise.all(names.map((name) => import(pathToFileURL(join(DIST, `node/${name}.js`)).href)));
  const { findFiles, eachOnce, trainChoices, readSongs } = Object.assign({}, ...modules) as Modules;
  const files = eachOnce(findFiles([path])).map(({ file }) => file);
  const { reading } = trainChoices([path]);
  const started = performance.now();
  const { rolls } = await readSongs(files, reading, () => {}, by);
  const seconds = (performance.now() - started) / 1000;
  let sum = 0;
  for (const { bits } of rolls) for (const word of bits) sum = (Math.imul(sum, 31) + word) | 0;
  return { seconds, songs: rolls.length, sum };
}

function compare(path: string, times: number): void {
  const taken: [number[], number[]] = [[], []];
  const found = new Set<string>();
  for (let turn = 0; turn < times; turn++) {
    for (const [n, seconds] of taken.entries()) {
      const args = [import.meta.filename, path, '1', String(n + 1)];
      const one = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Reading;
      seconds.push(one.seconds);
      found.add(`${one.songs} songs, sum of their bits ${one.sum}`);
    }
  }
  for (const [n, seconds] of taken.entries()) {
    const list = seconds.map((time) => time.toFixed(2)).join(' ');
    console.log(`${n + 1} thread${n === 0 ? '' : 's'}: ${list} s, median ${spreadOf(seconds).median.toFixed(2)}`);
  }
  console.log(
    `${(spreadOf(taken[0]).median / spreadOf(taken[1]).median).toFixed(2)} times as fast; ${[...found].join(' != ')}`,
  );
}
