/**
 * Learns the digits of `examples/digits`, as bits, by `fitRbm` and by scikit-learn's `BernoulliRBM`, in turns, each run in a process
 * of its own. Judges both by the same figures of digits that neither has learnt, computed by Harmonium from the parameters:
 *
 *     npm run build && npx tsc -b bench && node .build/bench/digits.js [TURNS]
 *
 * `HARMONIUM_PYTHON` is the Python that has scikit-learn, if it is not the computer's own.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRbm, fitRbm, type HasRbm, logLikelihood, pseudoLikelihood } from 'harmonium-rbm';
import { openLanes } from 'harmonium-rbm/lanes';
import { machineLine } from './machine.ts';
import { peerEnvironment } from './peer.ts';
import { PYTHON } from './peers.ts';
import { PEERS, ROOT } from './places.ts';
import { spreadOf } from './statistics.ts';

const LANES = openLanes();
const COLUMNS = 64;
const HIDDEN = 64;
/** Each learns for so many epochs; scikit-learn with its own rate and batch, Harmonium with its own defaults. */
const EPOCHS = [10, 20, 40, 80] as const;
const SKLEARN = { batch: 10, rate: 0.1 } as const;

/** A run's answer. */
interface Run extends HasRbm {
  readonly version: string;
  readonly ms: number;
}

type Contestant = (bits: string, epochs: number) => Run | undefined;

const [turns = '3', folder, epochs] = process.argv.slice(2);
if (folder !== undefined) process.stdout.write(JSON.stringify(await learn(Number(epochs))));
else await compare(Number(turns));

async function digits(count: number, seed: string): Promise<Uint8Array> {
  const { drawDigits } = (await import(pathToFileURL(join(ROOT, 'examples/digits/glyphs.mjs')).href)) as {
    drawDigits: (count: number, seed: string) => { readonly cells: Float32Array };
  };
  return Uint8Array.from(drawDigits(count, seed).cells, (ink) => (ink < 0.5 ? 0 : 1));
}

/** What a process of Harmonium's prints. */
async function learn(count: number): Promise<object> {
  const rows = await digits(2000, 'to learn');
  fitRbm(rows.subarray(0, 100 * COLUMNS), { columns: COLUMNS, hidden: 2, epochs: 1, kernels: LANES });
  const start = performance.now();
  const { rbm } = fitRbm(rows, { columns: COLUMNS, hidden: HIDDEN, epochs: count, kernels: LANES });
  const ms = performance.now() - start;
  return { version: 'harmonium', ms, w: [...rbm.w], bv: [...rbm.bv], bh: [...rbm.bh] };
}

function harmonium(bits: string, count: number): Run | undefined {
  return runOf(process.execPath, [process.argv[1] ?? '', '1', bits, `${count}`]);
}

function sklearn(bits: string, count: number): Run | undefined {
  const { batch, rate } = SKLEARN;
  const settings = [COLUMNS, HIDDEN, batch, rate, count].map(String);
  return runOf(process.env['HARMONIUM_PYTHON'] ?? PYTHON, [join(PEERS, 'sklearn_fit.py'), bits, ...settings]);
}

/** Undefined if the program says that it lacks something. */
function runOf(command: string, args: readonly string[]): Run | undefined {
  const text = execFileSync(command, args, { encoding: 'utf8', env: peerEnvironment(), maxBuffer: 1 << 26 });
  if (text.startsWith('missing')) return undefined;
  const { version, ms, w, bv, bh } = JSON.parse(text) as Record<'w' | 'bv' | 'bh', number[]> & Run;
  const rbm = createRbm(COLUMNS, HIDDEN);
  rbm.w.set(w);
  rbm.bv.set(bv);
  rbm.bh.set(bh);
  return { version, ms, rbm };
}

async function compare(count: number): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'harmonium-bench-'));
  try {
    const bits = join(temporary, 'digits');
    writeFileSync(bits, await digits(2000, 'to learn'));
    const judged = await digits(500, 'to judge by');
    process.stdout.write(`${machineLine()}, ${new Date().toISOString()}\n`);
    process.stdout.write('2,000 digits of 8×8 bits, 64 hidden units; nats of 500 other digits, medians and ranges\n\n');
    for (const each of EPOCHS) {
      const runs = new Map<Contestant, Run[]>([
        [harmonium, []],
        [sklearn, []],
      ]);
      for (let turn = 0; turn < count; turn++) {
        for (const [contestant, list] of runs) {
          const run = contestant(bits, each);
          if (run === undefined) runs.delete(contestant);
          else list.push(run);
        }
      }
      for (const list of runs.values()) process.stdout.write(lineOf(list, each, judged));
      if (!runs.has(sklearn)) process.stdout.write('scikit-learn: missing (apt-get install -y python3-sklearn)\n');
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A line of the table. All runs of a contestant come to the same parameters, so the first is judged. */
function lineOf(runs: readonly Run[], count: number, bits: Uint8Array): string {
  const [{ version, rbm }] = runs;
  const cells = rowsOf(bits);
  const pseudo = pseudoLikelihood({ rbm }, cells);
  const { mean, standardError } = logLikelihood({ rbm }, cells, { kernels: LANES });
  const { median, p10, p90 } = spreadOf(runs.map(({ ms }) => ms));
  const time = `${median.toFixed(0)} ms (${p10.toFixed(0)}–${p90.toFixed(0)})`;
  const nats = (pseudo.reduce((sum, figure) => sum + figure, 0) / pseudo.length).toFixed(2);
  return (
    `${version.padEnd(20)} ${`${count}`.padStart(3)} epochs ${time.padStart(20)}` +
    `  pseudo-likelihood ${nats}  log-likelihood ${mean.toFixed(2)} ± ${standardError.toFixed(2)}\n`
  );
}

function rowsOf(bits: Uint8Array): Uint8Array[] {
  return Array.from({ length: bits.length / COLUMNS }, (_, n) => bits.subarray(n * COLUMNS, (n + 1) * COLUMNS));
}
