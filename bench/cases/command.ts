/**
 * The command, as programs of their own: start-up, and a whole training against the same in NumPy.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { getBit } from '#internal/math/bits/bit-rows';
import { crc32 } from '#internal/math/bits/crc32';
import { articleWindows } from '#internal/roll/cut-windows';
import type { Contestant } from '../alternate.ts';
import type { Corpus } from '../corpus.ts';
import { peerEnvironment } from '../peer.ts';
import { PYTHON } from '../peers.ts';
import { COMMAND, PEERS } from '../places.ts';
import { OURS } from '../report.ts';
import type { BenchCase } from './bench-case.ts';

/** What a user waits for before anything happens. */
export function startUpCases(folder: string): BenchCase[] {
  const output = join(folder, 'generated');
  return [
    { name: 'start-up --version', contestants: () => [program(OURS, process.execPath, [COMMAND, '--version'])] },
    {
      name: 'start-up generate --bars 1 -n 1',
      contestants: () => [
        program(OURS, process.execPath, [COMMAND, 'generate', '--bars', '1', '-n', '1', '-o', output], () =>
          contents(output),
        ),
      ],
    },
  ];
}

/** The whole job of the original: read a folder, learn it for 200 epochs, keep the weights. */
export function articleCase(corpus: Corpus, folder: string, withNumpy: boolean): BenchCase {
  const model = join(folder, 'article.safetensors');
  const weights = join(folder, 'article.f32');
  const train = [COMMAND, 'train', corpus.folder, '--preset', 'article', '-o', model];
  const script = [join(PEERS, 'train_article.py'), corpus.folder, weights];
  const ours = program(OURS, process.execPath, train, () => readFileSync(model));
  const learnt = learntLine(corpus);
  const numpy = program('numpy', PYTHON, script, (printed) => {
    const said = Buffer.from(printed).toString().trim();
    if (said !== learnt) throw new Error(`numpy learns something else: expected "${learnt}", got "${said}"`);
    return readFileSync(weights);
  });
  return {
    name: `train ${corpus.name} article`,
    long: true,
    contestants: () => (withNumpy ? [ours, numpy] : [ours]),
  };
}

/** A short training with the default preset, in one thread or two. */
export function workerCases(corpus: Corpus, folder: string): BenchCase[] {
  return [1, 2].map((workers) => {
    const model = join(folder, `workers-${workers}.safetensors`);
    const train = [COMMAND, 'train', corpus.folder, '--epochs', '2', '--workers', `${workers}`, '-o', model];
    return {
      name: `train ${corpus.name} default 2 epochs workers ${workers}`,
      long: true,
      contestants: () => [program(OURS, process.execPath, train, () => readFileSync(model))],
    };
  });
}

/** What the NumPy program says of the windows it learns, if they are the same as ours. */
export function learntLine({ rolls }: Corpus): string {
  const { bits, starts, groups, columns } = articleWindows(rolls);
  const first = new Set(groups);
  let count = 0;
  let crc = 0;
  for (const [row, start] of starts.entries()) {
    if (first.has(row)) continue;
    count++;
    crc = crc32(
      Uint8Array.from({ length: columns }, (_, i) => getBit(bits, start + i)),
      crc,
    );
  }
  return `windows ${count} crc32 ${crc}`;
}

/** A contestant that is a program: a step is a run from start to end. Its result is what it leaves, or else prints. */
function program(
  implementation: string,
  command: string,
  args: readonly string[],
  left: (printed: Uint8Array) => Uint8Array = (printed) => printed,
): Contestant {
  let printed: Uint8Array = new Uint8Array(0);
  let ran = false;
  const once = (): number => {
    const before = performance.now();
    const { status, stdout, stderr } = spawnSync(command, args, { env: peerEnvironment(), maxBuffer: 1 << 28 });
    const ms = performance.now() - before;
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.toString().trim()}`);
    printed = stdout;
    ran = true;
    return ms;
  };
  return {
    implementation,
    run: (count) => Array.from({ length: count }, once),
    checksum: () => {
      if (!ran) once();
      return crc32(left(printed));
    },
  };
}

/** The files of a folder, one after another; the folder goes. */
function contents(folder: string): Uint8Array {
  const names = readdirSync(folder).sort();
  const all = Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
  rmSync(folder, { recursive: true });
  return all;
}
