/**
 * Piano rolls as SVG: time to the right, pitch upwards.
 *
 * @module
 */

import { checkInteger } from '../check.ts';
import { asPart, atOnce, type InParts } from '../in-parts.ts';
import { decimal } from '../math/text/decimal.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { pitchCount, STEP_LIMIT } from '../roll/roll-shape.ts';
import { escapeXml } from './escape-xml.ts';
import { FONT } from './font.ts';
import { isBlackKey, pitchName } from './pitch-name.ts';
import { type RollMarks, rollMarks } from './roll-marks.ts';

/** A roll and its caption. */
export interface TitledRoll {
  /** The roll. */
  readonly roll: PianoRoll;
  /** Heading of its panel. */
  readonly title: string;
  /** What stands beside the numbers of the bars, such as their chords. Only with {@link RollSvgOptions.bar}. */
  readonly names?: readonly string[] | undefined;
}

/** Options of {@link rollSvg}. */
export interface RollSvgOptions {
  /** Heading of the picture. Default: none. */
  readonly title?: string;
  /** Rolls per row, 1–12. Default: by the length and number of the rolls. */
  readonly columns?: number;
  /** Steps in a bar, at least 1: numbers then count bars, and lines show them. By default numbers count beats. */
  readonly bar?: number;
}

/** Common to all panels, so that they can be compared. Lengths in pixels. */
interface Layout {
  readonly low: number;
  readonly high: number;
  readonly row: number;
  readonly beat: number;
  readonly width: number;
  readonly height: number;
  /** Steps in a bar, if bars are to be shown. */
  readonly bar: number | undefined;
}

const MARGIN = 20;
/** From a bar's line to its name, behind the number. */
const AFTER_NUMBER = 16;
const GUTTER = 28;
const GAP = 18;
const ABOVE = 22;
const BELOW = 20;
const PAGE = 1080;
const HELD = '#7dbbe6';
const STRUCK = '#0b3c68';

/**
 * Draws rolls as small multiples with common scales: a box for each note, its start dark if it is struck. Boxes without a dark
 * start continue from before the roll; dark marks alone are struck but not held.
 *
 * Draws the range of pitches that occurs in any roll, and two more on either side. Light and dark blue differ in lightness, so
 * the marks are legible without colour.
 *
 * @returns an SVG document
 * @throws {HarmoniumError} `option-range` for `columns` or `bar`
 */
export function rollSvg(rolls: readonly TitledRoll[], options: RollSvgOptions = {}): string {
  return atOnce(rollSvgInParts(rolls, options));
}

/**
 * {@link rollSvg} in parts.
 *
 * @throws {HarmoniumError} as {@link rollSvg}, on the first call of `next`
 */
export function* rollSvgInParts(rolls: readonly TitledRoll[], options: RollSvgOptions = {}): InParts<string> {
  const beats = rolls.reduce((most, { roll }) => Math.max(most, roll.steps / roll.grid), 1);
  const columns = options.columns ?? Math.min(Math.max(1, rolls.length), beats > 32 ? 1 : beats > 8 ? 2 : 4);
  checkInteger('columns', columns, 1, 12);
  if (options.bar !== undefined) checkInteger('bar', options.bar, 1, STEP_LIMIT);
  const marks: RollMarks[] = [];
  for (const { roll } of rolls) {
    marks.push(rollMarks(roll));
    yield (0.2 * marks.length) / rolls.length;
  }
  const layout = layOut(rolls, marks, beats, columns, options.bar);
  const rows = Math.ceil(rolls.length / columns);
  const top = MARGIN + (options.title === undefined ? 0 : 30);
  const width = 2 * MARGIN + columns * (GUTTER + layout.width) + (columns - 1) * GAP;
  const height = top + rows * (ABOVE + layout.height + BELOW) + Math.max(0, rows - 1) * 8 + 26 + MARGIN / 2;
  const title = options.title ?? 'Piano rolls';
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${decimal(width)} ${decimal(height)}"` +
      ` width="${decimal(width)}" height="${decimal(height)}" font-family="${FONT}" font-size="10" fill="#5b6472">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(describe(rolls, marks))}</desc>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
  ];
  if (options.title !== undefined) {
    out.push(
      `<text x="${MARGIN}" y="${MARGIN + 14}" font-size="17" font-weight="600" fill="#1b222c">${escapeXml(cut(title, width - 2 * MARGIN, 9.5))}</text>`,
    );
  }
  for (const [k, titled] of rolls.entries()) {
    const x = MARGIN + GUTTER + (k % columns) * (layout.width + GUTTER + GAP);
    const y = top + ABOVE + Math.floor(k / columns) * (ABOVE + layout.height + BELOW + 8);
    out.push(`<g transform="translate(${decimal(x)} ${decimal(y)})">`);
    const share = (part: number): number => 0.2 + (0.8 * (k + part)) / rolls.length;
    yield* asPart(addPanel(out, titled, marks[k], layout), share(0), share(1));
    out.push('</g>');
  }
  out.push(...legend(MARGIN + GUTTER, height - MARGIN, layout.bar === undefined ? 'beats' : 'bars'), '</svg>', '');
  return out.join('\n');
}

function layOut(
  rolls: readonly TitledRoll[],
  marks: readonly RollMarks[],
  beats: number,
  columns: number,
  bar: number | undefined,
): Layout {
  let low = 127;
  let high = 0;
  for (const { held, struck } of marks) {
    // Sorted by pitch.
    for (const list of [held, struck]) {
      low = Math.min(low, list[0]?.pitch ?? low);
      high = Math.max(high, list.at(-1)?.pitch ?? high);
    }
  }
  // Silence: show an octave.
  if (high < low) [low, high] = [rolls[0]?.roll.pitches.low ?? 60, (rolls[0]?.roll.pitches.low ?? 60) + 12];
  low = Math.max(0, low - 2);
  high = Math.min(127, high + 2);
  const most = (PAGE - columns * GUTTER - (columns - 1) * GAP) / columns;
  const width = Math.floor(Math.min(most, Math.max(240, beats * 72)));
  const lines = pitchCount({ low, high });
  const [tallest, panel] = rolls.length > 1 ? [6, 200] : [9, 300];
  const row = Math.min(tallest, Math.max(2.5, panel / lines));
  return { low, high, row, beat: width / beats, width, height: row * lines, bar };
}

/** Marks per part: less than a hundredth of a second. */
const MARKS_PER_PART = 4096;

function* addPanel(
  out: string[],
  { roll, title, names }: TitledRoll,
  marks: RollMarks | undefined,
  layout: Layout,
): InParts<void> {
  const { low, high, row, beat, height } = layout;
  const step = beat / roll.grid;
  const width = step * roll.steps;
  const top = (pitch: number): number => (high - pitch) * row;
  out.push(
    `<text y="-8" font-size="12" font-weight="600" fill="#1b222c">${escapeXml(cut(title, layout.width, 6.6))}</text>`,
  );

  // The grid: black keys shaded, a line below each C, a line per beat.
  out.push('<g fill="#f4f6f8">');
  for (let pitch = low; pitch <= high; pitch++) {
    if (isBlackKey(pitch)) out.push(rect(0, top(pitch), width, row));
  }
  out.push('</g>');
  timeLines(out, roll, names, layout);
  const octaves: string[] = [];
  for (let pitch = low; pitch <= high; pitch++) {
    if (pitch % 12 !== 0) continue;
    const y = decimal(top(pitch) + row);
    octaves.push(`M0 ${y}H${decimal(width)}`);
    out.push(`<text x="-5" y="${decimal(top(pitch) + row / 2 + 3.5)}" text-anchor="end">${pitchName(pitch)}</text>`);
  }
  out.push(`<path d="${octaves.join('')}" stroke="#b9c1cc" fill="none"/>`);
  out.push(`<rect width="${decimal(width)}" height="${decimal(height)}" fill="none" stroke="#b9c1cc"/>`);

  // The notes, with a small gap between notes of the same pitch.
  const thick = row * 0.88;
  const radius = Math.min(2, thick / 3);
  const free = Math.min(1, step * 0.12);
  // At most half a step, so that the shortest note shows both shades.
  const head = Math.min(step * 0.5, Math.max(3, row * 0.75));
  const { held = [], struck = [] } = marks ?? {};
  let drawn = 0;
  out.push(`<g fill="${HELD}">`);
  for (const { pitch, start, length } of held) {
    out.push(rect(start * step + free / 2, top(pitch) + row * 0.06, length * step - free, thick, radius));
    if (++drawn % MARKS_PER_PART === 0) yield drawn / (held.length + struck.length);
  }
  out.push(`</g><g fill="${STRUCK}">`);
  for (const { pitch, start } of struck) {
    out.push(rect(start * step + free / 2, top(pitch) + row * 0.06, head, thick, radius));
    if (++drawn % MARKS_PER_PART === 0) yield drawn / (held.length + struck.length);
  }
  out.push('</g>');
}

/** A line a beat where there is room, darker ones for bars, and their numbers and names. */
function timeLines(out: string[], roll: PianoRoll, names: readonly string[] = [], { beat, height, bar }: Layout): void {
  const beats = roll.steps / roll.grid;
  // What is numbered: bars, or beats.
  const unit = bar === undefined ? 1 : bar / roll.grid;
  let every = 1;
  while (every * unit * beat < 22) every *= 2;
  const thin: string[] = [];
  for (let n = 1; n < beats; n++) {
    if (beat > 6 || (bar === undefined && n % every === 0)) thin.push(`M${decimal(n * beat)} 0V${decimal(height)}`);
  }
  const thick: string[] = [];
  for (let n = 0; n * unit < beats; n++) {
    const x = n * unit * beat;
    if (bar !== undefined && n > 0 && (n % every === 0 || unit * beat > 6)) {
      thick.push(`M${decimal(x)} 0V${decimal(height)}`);
    }
    if (n % every !== 0) continue;
    const at = `y="${decimal(height + 12)}" font-size="9"`;
    out.push(`<text x="${decimal(x + 2)}" ${at}>${n + 1}</text>`);
    const room = every * unit * beat - AFTER_NUMBER;
    const name = bar === undefined ? '' : cut(names[n] ?? '', room, 5.5);
    if (name !== '' && every === 1) {
      out.push(
        `<text x="${decimal(x + AFTER_NUMBER)}" ${at} font-weight="600" fill="#1b222c">${escapeXml(name)}</text>`,
      );
    }
  }
  out.push(`<path d="${thin.join('')}" stroke="#dfe3e9" fill="none"/>`);
  if (thick.length > 0) out.push(`<path d="${thick.join('')}" stroke="#b9c1cc" fill="none"/>`);
}

function rect(x: number, y: number, width: number, height: number, radius: number = 0): string {
  const round = radius > 0 ? ` rx="${decimal(radius)}"` : '';
  return `<rect x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}"${round}/>`;
}

function legend(x: number, y: number, numbered: string): string[] {
  return [
    `<g transform="translate(${x} ${decimal(y)})">`,
    `<path d="M2.5 -7H26a2.5 2.5 0 0 1 0 5H2.5z" fill="${HELD}"/><path d="M2.5 -7H5v5H2.5a2.5 2.5 0 0 1 0-5z" fill="${STRUCK}"/>`,
    `<text x="35" y="-1">dark: struck · light: held · numbers: ${numbered}</text>`,
    '</g>',
  ];
}

/** Truncates a title to `width` pixels, at about `letter` pixels per character. */
function cut(title: string, width: number, letter: number): string {
  const letters = [...title];
  const most = Math.floor(width / letter);
  return letters.length > most ? `${letters.slice(0, Math.max(0, most - 1)).join('')}…` : title;
}

function describe(rolls: readonly TitledRoll[], marks: readonly RollMarks[]): string {
  const parts = rolls.map(({ title }, k) => `${title}: ${marks[k]?.struck.length ?? 0} notes struck`);
  return `${rolls.length} piano roll${rolls.length === 1 ? '' : 's'}. ${parts.join('; ')}`;
}
