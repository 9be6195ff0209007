/**
 * `harmonium evaluate`: compares generated music with held-out music.
 *
 * @module
 */
import type { HarmoniumError } from '../../error.ts';
import type { Model } from '../../model/model.ts';
import { createBaselineInParts, JUDGED_SAMPLE, judgeInParts } from '../../music/evaluate/judge.ts';
import { judgedRoll } from '../../music/evaluate/judged-roll.ts';
import { randomNotesInParts } from '../../music/evaluate/random-notes.ts';
import { SPLIT_RANGE } from '../../music/evaluate/split-songs.ts';
import { PRESETS } from '../../music/training/presets.ts';
import { modelOf, prepareTrainingInParts } from '../../music/training/train-model.ts';
import { generateInParts, WINDOW_RANGES } from '../../music/windows/generate.ts';
import { playedBy } from '../../music/windows/play.ts';
import type { Kernels } from '../../rbm/kernels/kernels.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { EXIT } from '../cli/exit-code.ts';
import { KERNELS_OPTION, kernelsOption } from '../cli/kernels.ts';
import { LIMIT_OPTIONS, type ReadingLimits, readingLimits } from '../cli/limits.ts';
import { explainOptions, type Given, integerOption, parseCommandLine, pathOption, usageError } from '../cli/options.ts';
import { showProgress } from '../cli/progress.ts';
import { runParts, runWithProgress } from '../cli/run-parts.ts';
import { print, printable, printMessage, styled } from '../cli/terminal.ts';
import { filesOf, readJudged, splitFiles } from '../corpus/judged-files.ts';
import { readSongsWithProgress, type Skipped } from '../corpus/read-songs.ts';
import { readModelFile } from '../files/read-model-file.ts';
import { type EvaluateReport, evaluationJson, type Judged, printEvaluation } from '../report/evaluate-report.ts';
import { runTraining } from '../training/run-training.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  split: { value: 'N', help: 'which fifth of the songs is held out (as the model was trained; 0)' },
  count: { value: 'N', help: `windows to generate; at most ${JUDGED_SAMPLE} are compared (${JUDGED_SAMPLE})` },
  seed: { value: 'TEXT', help: 'seed of the generated music (1)' },
  generated: { value: 'PATH', help: 'compare these MIDI files instead of a MODEL' },
  quick: { help: 'leave out the article preset, which has to be trained first' },
  kernels: KERNELS_OPTION,
  list: { help: 'only print the held-out files; no MODEL is given' },
  json: { help: 'print one JSON object with every figure, and no progress' },
  ...LIMIT_OPTIONS,
} as const;

const HELP = `harmonium evaluate MODEL PATH… [options]
harmonium evaluate --generated PATH PATH… [options]
harmonium evaluate --list PATH… [options]

Compares a model's music (windows, as generate --bars 1 writes them) with songs that it has
not learnt. The PATHs, MIDI files or folders, are all songs: a fifth of them, chosen by
--split, is held out for comparison; the model should have been trained on the rest, which
is what train --split does. Files whose names are equal up to ' - ' count as one song. For
scale, the table also has rows for the training songs, for random notes and for the preset
of 2017.

${explainOptions(OPTIONS)}

Examples
  harmonium train songs/ --split 0 -o folk.safetensors
  harmonium evaluate folk.safetensors songs/
  harmonium evaluate --generated out songs/ --split 0 --json
`;

/** The command. */
export const EVALUATE: Command = {
  name: 'evaluate',
  summary: 'compare generated music with held-out songs',
  help: HELP,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const count = integerOption('count', given.count, ...WINDOW_RANGES.count) ?? JUDGED_SAMPLE;
  const asked = integerOption('split', given.split, ...SPLIT_RANGE);
  const generated = pathOption('generated', given.generated);
  const limits = readingLimits(given);
  const kernels = kernelsOption(given.kernels);
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
  const skipped = [...corpus.missing, ...held.skipped, ...learnt.skipped];
  for (const { file, error } of skipped) printSkipped(file, error);
  const baseline = await runWithProgress('measuring', silent, createBaselineInParts(held.rolls, learnt.rolls));
  const music =
    model === undefined
      ? await readMusic(generated ?? '', limits, skipped, silent)
      : await musicOf(model, count, given, kernels);

  const judged = async (name: Judged['name'], rolls: readonly PianoRoll[]): Promise<Judged> => {
    return { name, judgement: await runWithProgress('judging', silent, judgeInParts(baseline, rolls), name) };
  };
  const rows: Judged[] = [await judged('generated', music), await judged('training', learnt.rolls)];
  if (given.quick !== true) {
    const article = await articleMusic(training, count, given, kernels);
    if (article.length > 0) rows.push(await judged('article', article));
    else printMessage('no row for the article preset: its music is silent');
  }
  rows.push(await judged('random', await runParts(randomNotesInParts(learnt.rolls, JUDGED_SAMPLE, 1))));

  const report: EvaluateReport = { music: modelFile ?? generated ?? '', split, heldOut, training, skipped, rows };
  if (given.json === true) print(JSON.stringify(evaluationJson(report)));
  else printEvaluation(report);
  return EXIT.done;
}

function list(paths: readonly string[], split: number): number {
  if (paths.length === 0) throw usageError('evaluate --list needs songs');
  const { files, missing } = filesOf(paths);
  for (const { file, error } of missing) printSkipped(file, error);
  if (files.length === 0) return EXIT.noInput;
  for (const file of splitFiles(files, split).heldOut) print(printable(file));
  return EXIT.done;
}

/** Warns if the model may have learnt the held-out songs: its figures would be too good. */
function adviseSplit({ training }: Model, split: number): void {
  if (training.split === split) return;
  const was = training.split === undefined ? 'without --split' : `with --split ${training.split}`;
  printMessage(
    `${styled('yellow', 'note:')} the model was trained ${printable(was)}: if it has learnt the held-out songs, its figures` +
      ` are too good. To be sure: train PATH… --split ${split}`,
  );
}

/** The model's music, as `generate --bars 1` writes it. */
async function musicOf(
  model: Model,
  count: number,
  given: Given<typeof OPTIONS>,
  kernels: Kernels | undefined,
): Promise<PianoRoll[]> {
  const rolls: PianoRoll[] = [];
  const progress = showProgress('generating', given.json === true);
  let done = 0;
  for (const work of generateInParts(model, { count, seed: given.seed ?? '1', kernels })) {
    const { roll } = await runParts(work, (share) => progress.update(done + share, count, `${done} of ${count}`));
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
  const { files, missing } = filesOf([path]);
  const music = await readJudged(files, limits, silent);
  for (const skippedFile of [...missing, ...music.skipped]) {
    printSkipped(skippedFile.file, skippedFile.error);
    skipped.push(skippedFile);
  }
  return music.rolls;
}

/** Music of the program of 2017, trained on the same songs. */
async function articleMusic(
  files: readonly string[],
  count: number,
  given: Given<typeof OPTIONS>,
  kernels: Kernels | undefined,
): Promise<PianoRoll[]> {
  const { grid, pitches } = PRESETS.article;
  const silent = given.json === true;
  const reading = { preset: 'article', grid, pitches, sustain: false, limits: readingLimits(given) } as const;
  const { rolls } = await readSongsWithProgress(files, reading, silent);
  if (!rolls.some(({ steps }) => steps > 50)) return [];
  if (!silent) printMessage(styled('dim', 'training the article preset for its row (--quick does without)'));
  const options = { preset: 'article', kernels } as const;
  const training = await runWithProgress('preparing', silent, prepareTrainingInParts(rolls, options));
  await runTraining(training, { silent, workers: 1, history: [], keeper: undefined });
  return musicOf(modelOf(training), count, given, kernels);
}

function printSkipped(file: string, error: HarmoniumError): void {
  printMessage(`${styled('yellow', 'skipped')} ${printable(file)}: ${printable(error.message)}`);
}
