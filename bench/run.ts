/**
 * `npm run bench`: how long things take, and how long they take others. See bench/README.md.
 *
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { alternate, PATIENCE, type Patience, QUICK } from './alternate.ts';
import { allCases } from './cases/all.ts';
import type { BenchCase } from './cases/bench-case.ts';
import type { Arena } from './cases/learning.ts';
import { checkPeers } from './check-peers.ts';
import { changesText } from './compare.ts';
import { type Corpus, readCorpus } from './corpus.ts';
import { framesOf } from './frames.ts';
import { likelihoodText, measureLikelihood } from './likelihood.ts';
import { machineLine } from './machine.ts';
import { markdownTables } from './markdown.ts';
import { HELP, type Options, parseOptions } from './options.ts';
import { PEER_KINDS, startPeers, type Team } from './peers.ts';
import { ROOT } from './places.ts';
import { type Measured, type Missing, parseReport, type Report, type Result, reportText, resultsOf } from './report.ts';
import { measureSizes, type Sized } from './sizes.ts';
import { spreadOf } from './statistics.ts';
import { headLines, missingLine, resultLine, sizeLine } from './table.ts';
import { Workshop } from './work.ts';

/** Whole jobs are run three times, and once in a quick run. */
const LONG: Patience = { ...PATIENCE, warmUp: 0, slice: 0, turns: 3, budget: 0 };
const LONG_QUICK: Patience = { ...LONG, turns: 1 };

/** The songs of the original's readers, beside the repository: its whole job is timed if they are there. */
const POP = resolve(process.env['HARMONIUM_SHARED'] ?? join(ROOT, '../shared'), 'corpora/pop');

const options = parseOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
if (options.help) say(HELP);
else if (options.likelihood !== undefined) likelihood(options.likelihood, options);
else await run(options);

/** Learns frames and tells how likely others are; exit code 1 if the estimates do not agree. */
function likelihood(file: string, { split, quick, json }: Options): void {
  const text = readFileSync(file, 'utf8');
  const [train, measured] = [framesOf(text, 'train'), framesOf(text, split)];
  say(`${machineLine()}, ${new Date().toISOString()}\n`);
  if (quick) say('quick: hardly trained; no figures to quote\n');
  const found = measureLikelihood(train, measured, quick, (done, of) => {
    if (done % 10 === 0) process.stderr.write(`epoch ${done}/${of}\n`);
  });
  say(likelihoodText(split, found));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ split, ...found }, undefined, 2)}\n`);
  if (!found.counts) process.exitCode = 1;
}

async function run({ filter, json, compare, data, markdown, peers, quick }: Options): Promise<void> {
  // What is to be compared with is read first: a wrong file should not cost a run.
  const before = compare === undefined ? undefined : parseReport(readFileSync(compare, 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-bench-'));
  const team: Team = peers ? await startPeers(PEER_KINDS) : { running: [], missing: [] };
  try {
    const date = new Date().toISOString();
    const machine = machineLine();
    say(`${machine}, ${date}\n`);
    if (quick) say('quick: few steps, on machines hardly trained; no figures to quote\n');
    for (const { peer } of team.running) say(`peer ${peer.implementation}: ${peer.version}\n`);

    const corpus = readCorpus(data ?? join(ROOT, 'fixtures/midi'));
    const arena = { workshop: new Workshop(corpus, quick), team, folder };
    const cases = allCases(arena, articleOf(team, data)).filter(({ name }) => name.includes(filter));
    const results = await measureAll(arena, cases, quick);
    const sized = measureSizes(filter);
    for (const size of sized.shown) say(sizeLine(size));
    if (cases.length === 0 && sized.sizes.length === 0) throw new Error(`no case has "${filter}" in its name`);

    const missing: Missing[] = [...team.missing, ...sized.missing];
    for (const one of missing) say(missingLine(one));
    const report = reportOf({ date, machine, results, missing }, sized);
    if (before !== undefined) say(`\n${changesText(before, report)}`);
    if (markdown) say(`\n${markdownTables(report)}`);
    if (json !== undefined) writeFileSync(json, reportText(report));
  } finally {
    for (const { peer } of team.running) peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The music for the original's whole job, which is timed only beside NumPy's. */
function articleOf(team: Team, data: string | undefined): { corpus: Corpus; withNumpy: boolean } | undefined {
  const withNumpy = team.running.some(({ kind }) => kind.implementation === 'numpy');
  const folder = data ?? POP;
  return withNumpy && existsSync(folder) ? { corpus: readCorpus(folder), withNumpy } : undefined;
}

/** Checks the peers if any has something to do, then measures case after case and shows each as it is done. */
async function measureAll(arena: Arena, cases: readonly BenchCase[], quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  if (cases.some(({ name }) => /^(cd1|gibbs)/.test(name))) await checkPeers(arena, quick, (line) => say(`${line}\n`));
  if (cases.length > 0) say(`\n${headLines()}`);
  for (const benchCase of cases) {
    const found = await measure(benchCase, quick);
    for (const result of found) say(resultLine(result));
    results.push(...found);
  }
  return results;
}

/** Measures a case: its contestants in turn, then what they compute. */
async function measure({ name, contestants, long = false }: BenchCase, quick: boolean): Promise<Result[]> {
  const all = await contestants();
  const [patience, hasty] = long ? [LONG, LONG_QUICK] : [PATIENCE, QUICK];
  const samples = await alternate(all, quick ? hasty : patience);
  const measured: Measured[] = [];
  for (const [n, { implementation, checksum }] of all.entries()) {
    measured.push({ implementation, spread: spreadOf(samples[n]), checksum: await checksum() });
  }
  return resultsOf(name, measured);
}

function reportOf(report: Report, { sizes }: Sized): Report {
  return sizes.length === 0 ? report : { ...report, sizes };
}

function say(text: string): void {
  process.stdout.write(text);
}
