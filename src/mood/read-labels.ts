/**
 * Tables of music with moods: CSV with the columns `file`, `valence` and `arousal`, or `file` and `mood`.
 *
 * @module
 */
import { errorAbout, HarmoniumError } from '../error.ts';
import { shown } from '../math/text/shown.ts';
import { MOOD_RANGES, type Mood } from './mood.ts';

/** A row of the table. */
export interface MoodLabel {
  /** As the table has it. */
  readonly file: string;
  /** The mood that it has there. */
  readonly mood: Mood;
  /** Its line, from 1. */
  readonly line: number;
}

/** The most characters of a table. */
const MOST_CHARACTERS = 16_777_216;

/**
 * Reads a table. Columns may be in any order, and others between them; fields may be quoted, with `""` for a quote inside. Empty lines
 * are skipped. A row has numbers, or words in the column `mood`.
 *
 * @param moodOf - the mood of words
 * @throws {HarmoniumError} `labels`, which names the line: a missing column or field, a file that comes twice, a valence or arousal
 * out of −1 to 1, a mood that `moodOf` refuses
 */
export function readMoodLabels(text: string, moodOf: (words: string) => Mood): MoodLabel[] {
  if (text.length > MOST_CHARACTERS) throw wrong(1, 'the table', `at most ${MOST_CHARACTERS} characters`, text.length);
  const [header, ...rows] = readRows(text);
  const columns = header?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  const [file, valence, arousal, mood] = ['file', 'valence', 'arousal', 'mood'].map((name) => columns.indexOf(name));
  if (file === -1 || (mood === -1 && (valence === -1 || arousal === -1))) {
    const expected = "a header with the columns 'file', 'valence' and 'arousal', or 'file' and 'mood'";
    throw wrong(header?.line ?? 1, 'the header', expected, shown(columns.join(',')));
  }
  for (const name of ['file', 'valence', 'arousal', 'mood']) {
    if (columns.indexOf(name) !== columns.lastIndexOf(name))
      throw wrong(1, 'the header', 'each column once', `${name} twice`);
  }
  const labels = new Map<string, MoodLabel>();
  for (const { fields, line } of rows) {
    if (fields.length > columns.length) {
      throw wrong(
        line,
        'the row',
        `at most ${columns.length} fields, with quotes around those with commas`,
        fields.length,
      );
    }
    const field = (column = -1): string => (fields[column] ?? '').trim();
    const name = field(file);
    if (name === '') throw wrong(line, 'file', 'the path of a MIDI file', 'nothing');
    const first = labels.get(name);
    if (first !== undefined) throw wrong(line, 'file', 'each file once', `${shown(name)} as on line ${first.line}`);
    const number = (axis: keyof Mood, column = -1): number => numberOf(axis, field(column), line);
    const words = field(mood);
    const numbers = [field(valence), field(arousal)].join('');
    if (words !== '' && numbers !== '') throw wrong(line, 'the mood', 'numbers or words', 'both');
    const label = words === '' ? undefined : wordsMood(words, line, moodOf);
    labels.set(name, {
      file: name,
      mood: label ?? { valence: number('valence', valence), arousal: number('arousal', arousal) },
      line,
    });
  }
  return [...labels.values()];
}

function wordsMood(words: string, line: number, moodOf: (words: string) => Mood): Mood {
  try {
    const { valence, arousal } = moodOf(words);
    return { valence, arousal };
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    const { message, expected, got } = errorAbout(`line ${line}: mood`, error);
    throw new HarmoniumError('labels', message, { expected, got });
  }
}

function numberOf(axis: keyof Mood, field: string, line: number): number {
  const [least, most] = MOOD_RANGES[axis];
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(field) ? Number(field) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw wrong(line, axis, `a number from ${least} to ${most}`, field === '' ? 'nothing' : shown(field));
}

function wrong(line: number, what: string, expected: string, got: string | number): HarmoniumError {
  return new HarmoniumError('labels', `line ${line}: ${what}`, { expected, got: String(got) });
}

/** The rows of a CSV text with their first lines, without empty ones. */
function readRows(text: string): { readonly fields: string[]; readonly line: number }[] {
  const rows: { readonly fields: string[]; readonly line: number }[] = [];
  let fields: string[] = [];
  let line = 1;
  let first = 1;
  // A field, and what ends it. A byte order mark is skipped.
  const pattern = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  pattern.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  while (pattern.lastIndex <= text.length) {
    const match = pattern.exec(text);
    if (match === null)
      throw wrong(line, 'a field', 'quotes around the whole field, and two for each inside', 'others');
    const [, quoted, plain, end = ''] = match;
    fields.push(quoted === undefined ? (plain ?? '') : quoted.replace(/""/g, '"'));
    line += quoted?.split(/\r\n|\n|\r/).length ?? 1;
    line -= 1;
    if (end === ',') continue;
    if (fields.some((field) => field.trim() !== '')) rows.push({ fields, line: first });
    fields = [];
    if (end === '') break;
    first = ++line;
  }
  return rows;
}
