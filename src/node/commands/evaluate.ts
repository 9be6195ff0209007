/**
 * `harmonium evaluate`: how close a model's music comes to music it has not learnt.
 *
 * @module
 */
import type { HarmoniumError } from '../../error.ts';
import type { Model } from '../../model/model.ts';
import { readModel } from '../../model/read-model.ts';
import { createBaselineInParts, JUDGED_SAMPLE, judgeInParts } from '../../music/evaluate/judge.ts';
import { judgedRoll } from '../../music/evaluate/judged-roll.ts';
import { randomNotesInParts } from '../../music/evaluate/random-notes.ts';
import { PRESETS } from '../../music/training/presets.ts';
import { modelOf, prepareTrainingInParts } from '../../music/training/train-model.ts';
import { generateInParts } from '../../music/windows/generate.ts';
import { playedBy } from '../../music/windows/play.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { EXIT } from '../cli/exit-code.ts';
import { LIMIT_OPTIONS, type ReadingLimits, readingLimits } from '../cli/limits.ts';
import { explainOptions, type Given, integerOption, parseCommandLine, pathOption, usageError } from '../cli/options.ts';
import { showProgress } from '../cli/progress.ts';
import { listening, shown } from '../cli/shown.ts';
import { print, printable, say, styled } from '../cli/terminal.ts';
import { filesOf, readJudged, splitFiles } from '../corpus/judged-files.ts';
import { readSongsShown, type Skipped } from '../corpus/read-songs.ts';
import { about } from '../files/about-file.ts';
import { MOST_MODEL_BYTES, readBytes } from '../files/read-file.ts';
import { type EvaluateReport, evaluationJson, type Judged, printEvaluation } from '../report/evaluate-report.ts';
import { runTraining } from '../training/run-training.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  split: { value: 'N', help: 'which fifth of the songs is held out (as the model was trained; 0)' },
  count: { value: 'N', help: `windows to generate; at most ${JUDGED_SAMPLE} are judged (${JUDGED_SAMPLE})` },
  seed: { value: 'TEXT', help: 'of the generated music (1)' },
  generated: { value: 'PATH', help: 'judge these MIDI files; then no MODEL is given' },
  quick: { help: 'without the article preset, which is trained for its row' },
  list: { help: 'print the held-out files and stop; no MODEL is given' },
  json: { help: 'print one JSON object with every figure, and no progress' },
  ...LIMIT_OPTIONS,
} as const;

const HELP = `harmonium evaluate MODEL PATH… [options]
harmonium evaluate --generated PATH PATH… [options]
harmonium evaluate --list PATH… [options]

Compares a model's music with songs it has not learnt. The PATHs, MIDI files or folders, are
all songs: a fifth of them, chosen by --split, is held out to judge by; the model should
have been trained on the rest, which is what train --split does. Files whose names begin
alike up to ' - ' are one song. Learnt music is the ceiling of the table, random notes and
the preset of 2017 are its floors.

${explainOptions(OPTIONS)}

Examples
  harmonium train songs/ --split 0 -o folk.safetensors
  harmonium evaluate folk.safetensors songs/
  harmonium evaluate --generated out songs/ --split 0 --json
`;

/** The command. */
export const EVALUATE: Command = {
  name: 'evaluate',
  summary: 'compare its music with held-out music',
  help: HELP,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const count = integerOption('count', given.count, 1, 100_000) ?? JUDGED_SAMPLE;
  const asked = integerOption('split', given.split, 0, 4294967295);
  const generated = pathOption('generated', given.generated);
  const limits = readingLimits(given);
  if (given.list === true) return list(inputs, asked ?? 0);

  const modelFile = generated === undefined ? inputs[0] : undefined;
  const others = generated === undefined ? inputs.slice(1) : inputs;
  if (others.length === 0) throw usageError(`evaluate needs ${generated === undefined ? 'a model and ' : ''}songs`);
  const model = modelFile === undefined ? undefined : await readModelFile(modelFile);
  const split = asked ?? model?.training.split ?? 0;
  if (model !== undefined) adviseSplit(model, split);

  const corpus = filesOf(others);
  const { heldOut, training } = splitFiles(corpus.files, split);
  const silent = given.json === true;
  const [held, learnt] = [await readJudged(heldOut, limits, silent), await readJudged(training, limits, silent)];
  const skipped = [...corpus.lost, ...held.skipped, ...learnt.skipped];
  for (const { file, error } of skipped) tellSkipped(file, error);
  const baseline = await shown('measuring', silent, createBaselineInParts(held.rolls, learnt.rolls));
  const music =
    model === undefined
      ? await readMusic(generated ?? '', limits, skipped, silent)
      : await musicOf(model, count, given.seed, silent);

  const judged = async (name: Judged['name'], rolls: readonly PianoRoll[]): Promise<Judged> => {
    return { name, judgement: await shown('judging', silent, judgeInParts(baseline, rolls), name) };
  };
  const rows: Judged[] = [await judged('generated', music), await judged('training', learnt.rolls)];
  if (given.quick !== true) {
    const article = await articleMusic(training, count, given);
    if (article.length > 0) rows.push(await judged('article', article));
    else say('no row for the article preset: what it learnt here is silent');
  }
  rows.push(await judged('random', await listening(randomNotesInParts(learnt.rolls, JUDGED_SAMPLE, 1))));

  const report: EvaluateReport = { music: modelFile ?? generated ?? '', split, heldOut, training, skipped, rows };
  if (given.json === true) print(JSON.stringify(evaluationJson(report)));
  else printEvaluation(report);
  return EXIT.done;
}

function list(paths: readonly string[], split: number): number {
  if (paths.length === 0) throw usageError('evaluate --list needs songs');
  const { files, lost } = filesOf(paths);
  for (const { file, error } of lost) tellSkipped(file, error);
  if (files.length === 0) return EXIT.noInput;
  for (const file of splitFiles(files, split).heldOut) print(printable(file));
  return EXIT.done;
}

function readModelFile(file: string): Promise<Model> {
  return about(file, async () => readModel(await readBytes(file, MOST_MODEL_BYTES)));
}

/** A model that has learnt the held-out songs is judged too well. */
function adviseSplit({ training }: Model, split: number): void {
  if (training.split === split) return;
  const was = training.split === undefined ? 'without --split' : `with --split ${training.split}`;
  say(
    `${styled('yellow', 'note:')} the model was trained ${printable(was)}: if it has learnt the held-out songs, the figures` +
      ` flatter it. To be sure: train PATH… --split ${split}`,
  );
}

/** What the model generates, as `generate` would write it. */
async function musicOf(model: Model, count: number, seed: string | undefined, silent: boolean): Promise<PianoRoll[]> {
  const rolls: PianoRoll[] = [];
  const progress = showProgress('generating', silent);
  let done = 0;
  for (const work of generateInParts(model, { count, seed: seed ?? '1' })) {
    const { roll } = await listening(work, (share) => progress.update(done + share, count, `${done} of ${count}`));
    done++;
    const judged = judgedRoll(playedBy(model, roll));
    if (judged !== undefined) rolls.push(judged);
  }
  progress.end();
  return rolls;
}

async function readMusic(
  path: string,
  limits: ReadingLimits,
  skipped: Skipped[],
  silent: boolean,
): Promise<readonly PianoRoll[]> {
  const { files, lost } = filesOf([path]);
  const music = await readJudged(files, limits, silent);
  for (const lostOne of [...lost, ...music.skipped]) {
    tellSkipped(lostOne.file, lostOne.error);
    skipped.push(lostOne);
  }
  return music.rolls;
}

/** What the program of 2017 makes of the same songs. */
async function articleMusic(
  files: readonly string[],
  count: number,
  given: Given<typeof OPTIONS>,
): Promise<PianoRoll[]> {
  const { grid, pitches } = PRESETS.article;
  const silent = given.json === true;
  const reading = { preset: 'article', grid, pitches, sustain: false, limits: readingLimits(given) } as const;
  const { rolls } = await readSongsShown(files, reading, silent);
  if (!rolls.some(({ steps }) => steps > 50)) return [];
  if (!silent) say(styled('dim', 'training the article preset for its row (--quick does without)'));
  const training = await shown('preparing', silent, prepareTrainingInParts(rolls, { preset: 'article' }));
  await runTraining(training, { silent, workers: 1, history: [], keeper: undefined });
  return musicOf(modelOf(training), count, given.seed, silent);
}

function tellSkipped(file: string, error: HarmoniumError): void {
  say(`${styled('yellow', 'skipped')} ${printable(file)}: ${printable(error.message)}`);
}
