/**
 * What `harmonium evaluate` prints at its end.
 *
 * @module
 */
import { basename } from 'node:path';
import type { Judgement, MusicSummary } from '../../music/evaluate/judge.ts';
import { counted, print, printable, printMessage, styled } from '../cli/terminal.ts';
import type { Skipped } from '../corpus/read-songs.ts';
import { errorJson } from '../files/file-error.ts';

/** Music that was judged, by the name of its row. */
export interface Judged {
  readonly name: 'generated' | 'training' | 'article' | 'random';
  readonly judgement: Judgement;
}

/** An evaluation that is done. */
export interface EvaluateReport {
  /** The model's file, or the folder of generated music. */
  readonly music: string;
  readonly split: number;
  readonly heldOut: readonly string[];
  readonly training: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly rows: readonly Judged[];
}

const COLUMNS = ['poly', 'four', 'chord', 'clash', 'scale', 'empty', 'ons', 'dur', 'bad'] as const;

const EXPLAINED = `
gm: distance to held-out music, 1 = as near as learnt music is. copy: share of windows that repeat
learnt music (held-out .05). nn: distance to the nearest learnt window, pair: between windows, both
in units of held-out music's. Then, a step: poly notes, four share of steps of four notes; chord,
clash, empty share of steps; scale share of notes in one key; ons onsets a beat; dur steps a note;
bad struck notes not held.`;

/** The report for people: a table on stdout. */
export function printEvaluation({ music, split, heldOut, training, rows }: EvaluateReport): void {
  const [first] = rows;
  if (first === undefined) return;
  const { windows, heldout } = first.judgement;
  print(line('', ['gm', 'copy', 'nn', 'pair', ...COLUMNS]));
  for (const { name, judgement } of rows) {
    const { gm, copy, nn, pair, generated } = judgement;
    // Learnt music is its own nearest.
    const nearness = name === 'training' ? ['', ''] : [share(copy), figure(nn)];
    print(
      line(name === 'generated' ? printable(basename(music)) : ROWS[name], [
        figure(gm),
        ...nearness,
        figure(pair),
        ...figures(generated),
      ]),
    );
    if (name === 'generated') print(line('held-out music', ['', share(0.05), '1.00', '1.00', ...figures(heldout)]));
  }
  printMessage(styled('dim', EXPLAINED));
  printMessage(
    `\nsplit ${split}: ${counted(heldOut.length, 'file')} held out (${counted(windows.heldout, 'window')}),` +
      ` ${counted(training.length, 'file')} to learn (${counted(windows.training, 'window')})`,
  );
}

const ROWS = { training: 'learnt music', article: 'article preset', random: 'random notes' } as const;

const NAME_WIDTH = 20;

function line(name: string, cells: readonly string[]): string {
  const short = name.length > NAME_WIDTH - 1 ? `${name.slice(0, NAME_WIDTH - 2)}…` : name;
  return (short.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(6)).join('')).trimEnd();
}

function figures(summary: MusicSummary): string[] {
  return COLUMNS.map((name) => (['poly', 'ons', 'dur'].includes(name) ? figure(summary[name]) : share(summary[name])));
}

function figure(value: number): string {
  return value.toFixed(2);
}

/** `.05`: a share without its zero. */
function share(value: number): string {
  return value.toFixed(2).replace(/^0/, '');
}

/** The report for machines. */
export function evaluationJson({ music, split, heldOut, training, skipped, rows }: EvaluateReport): unknown {
  return {
    music,
    split,
    heldOut,
    training: training.length,
    skipped: skipped.map(({ file, error }) => ({ file, error: errorJson(error) })),
    rows: Object.fromEntries(rows.map(({ name, judgement }) => [name, judgement])),
  };
}
