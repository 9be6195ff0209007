/**
 * `npm run engines`: runs one script on every engine, and compares.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, ask, type BundleFile } from './ask.ts';
import { buildBundle } from './bundle.ts';
import { ENGINES, type Engine, NPM } from './engines.ts';
import { changelogLine, readGolden, writeGolden } from './golden.ts';
import { HELP, type Options, parseOptions } from './options.ts';
import { answerLine, headLine } from './table.ts';

await main();

async function main(): Promise<void> {
  let options: Options;
  try {
    const names = ENGINES.map(({ name }) => name);
    options = parseOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd(), names);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 2;
    return;
  }
  if (options.help) process.stdout.write(HELP);
  else await run(options);
}

async function run(options: Options): Promise<void> {
  const { text, es5 } = await buildBundle();
  if (!es5) say(`TypeScript 5 is missing (install: ${NPM}): no bundle for old engines`);
  if (options.bundle !== undefined) return writeFileSync(options.bundle, text);
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-engines-'));
  try {
    const path = join(folder, 'bundle.js');
    writeFileSync(path, text);
    const bundle = { path, es5 };
    if (options.write) await fixGolden(bundle);
    const answers = await askAll(bundle, options);
    if (options.json !== undefined) writeFileSync(options.json, reportText(answers));
    if (!answers.every((answer) => isGood(answer, options.require))) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes the fingerprints of the Node that runs this. */
async function fixGolden(bundle: BundleFile): Promise<void> {
  const here = { name: 'node', install: '', old: false, find: () => ({ command: [process.execPath], version: '' }) };
  const { fingerprints, reason } = await ask(here satisfies Engine, bundle, {});
  if (reason !== undefined) throw new Error(reason);
  if (writeGolden(fingerprints)) return;
  say(
    `Write in CHANGELOG.md what has changed, under "### Outputs changed", and there:\n${changelogLine(fingerprints)}`,
  );
}

/** Asks one engine after another and shows each answer as it comes. */
async function askAll(bundle: BundleFile, { filter }: Options): Promise<Answer[]> {
  const golden = readGolden();
  const answers: Answer[] = [];
  say(headLine(golden));
  for (const engine of ENGINES.filter(({ name }) => name.includes(filter))) {
    const answer = await ask(engine, bundle, golden);
    say(answerLine(answer, golden));
    if (answer.reason !== undefined) say(answer.reason);
    answers.push(answer);
  }
  const count = (verdict: Answer['verdict']): number => answers.filter((answer) => answer.verdict === verdict).length;
  const verdicts = ['same', 'different', 'failed', 'missing'] as const;
  say(verdicts.map((verdict) => `${count(verdict)} ${verdict}`).join(', '));
  return answers;
}

/** An engine that is missing is no fault, unless it was required. */
function isGood({ name, verdict }: Answer, required: readonly string[]): boolean {
  return verdict === 'same' || (verdict === 'missing' && !required.includes(name));
}

/** The answers as JSON. */
function reportText(answers: readonly Answer[]): string {
  const engines = answers.map(({ name, version, verdict, fingerprints, lanes, seconds, install }) => ({
    name,
    version,
    verdict,
    fingerprints,
    lanes,
    seconds,
    install,
  }));
  return `${JSON.stringify({ engines }, null, 2)}\n`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
