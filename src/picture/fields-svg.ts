/**
 * Receptive fields of hidden units as SVG: piano rolls of weights.
 *
 * @module
 */
import { checkInteger, checkLength } from '../check.ts';
import { decimal } from '../math/text/decimal.ts';
import type { Rbm } from '../rbm/rbm.ts';
import type { PitchRange } from '../roll/piano-roll.ts';
import { bitsPerStep, pitchCount } from '../roll/roll-shape.ts';
import { colourScale, type FieldMarks, fieldMarks, LEVELS, strongestUnits } from './field-marks.ts';
import { FONT } from './font.ts';
import { formatNumber, withMinus } from './format-number.ts';
import { pitchName } from './pitch-name.ts';

/** A machine of windows of a piano roll, such as a `Model`. */
export interface RollMachine {
  /** The machine, of steps · 2 · pitches visible units and the mood units, which are not drawn. */
  readonly rbm: Rbm;
  /** Steps in a window. */
  readonly steps: number;
  /** Steps in a quarter note. */
  readonly grid: number;
  /** The pitches of a step. */
  readonly pitches: PitchRange;
  /** From the record of the training. */
  readonly training?: {
    /** How many mood units follow the window's units. */
    readonly moodUnits?: number | undefined;
  };
}

/** Options of {@link fieldsSvg}. */
export interface FieldsSvgOptions {
  /** Maximum number of units, 1–65,536: those with the largest weights. Default 32. */
  readonly most?: number;
  /** Units per row, 1–24. Default 8. */
  readonly columns?: number;
}

const MARGIN = 20;
const GUTTER = 30;
const GAP = 16;
const ABOVE = 20;
const BELOW = 10;
const PAGE = 1080;
const HEADING = 48;
const LEGEND = 40;

/**
 * Colours for light and dark pages from Okabe and Ito's palette: blue excites, orange inhibits. Safe for all kinds of colour
 * blindness.
 */
const STYLE = `
  .page { fill: #fff } .panel { fill: #f8f9fb } .frame { stroke: #c6ccd5 } .grid { stroke: #e3e7ec }
  .text { fill: #5b6472 } .strong { fill: #1b222c }
  .excite { stroke: #0072b2 } .inhibit { stroke: #d55e00 } .excite-struck { stroke: #00375f } .inhibit-struck { stroke: #7a2f00 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #11151b } .panel { fill: #1a2029 } .frame { stroke: #3a4452 } .grid { stroke: #27303c }
    .text { fill: #9aa5b4 } .strong { fill: #e8ecf1 }
    .excite { stroke: #3b93cf } .inhibit { stroke: #e0782b } .excite-struck { stroke: #b9dff7 } .inhibit-struck { stroke: #ffd7a8 }
  }
`;

/**
 * Draws the receptive fields of hidden units as an SVG document, strongest units first, all to one scale. Blue marks a positive
 * weight of a held pitch, orange a negative one; narrow marks at the start of a cell are the weights of struck pitches. The
 * opacity grows with the weight; weights below a sixth of the scale are not drawn.
 *
 * @throws {HarmoniumError} `option-range`; `length` if the visible units are not the window's cells and the mood units
 */
export function fieldsSvg(machine: RollMachine, options: FieldsSvgOptions = {}): string {
  const { most = 32, columns: wanted = 8 } = options;
  checkInteger('most', most, 1, 65536);
  checkInteger('columns', wanted, 1, 24);
  const { steps, pitches, training } = machine;
  const { hidden, w, ...biases } = machine.rbm;
  const cells = steps * bitsPerStep(pitches);
  checkLength('w', w, (cells + (training?.moodUnits ?? 0)) * hidden);
  const rbm = { ...biases, hidden, visible: cells, w: w.subarray(0, cells * hidden) };
  const units = strongestUnits(rbm, most);
  const scale = colourScale(rbm, units);
  const fields = units.map((unit) => fieldMarks({ ...machine, rbm }, unit, scale));
  const layout = layOut(machine, fields, Math.min(wanted, units.length));
  const { columns, width, height } = layout;
  const rows = Math.ceil(units.length / columns);
  const pageWidth = 2 * MARGIN + GUTTER + columns * width + (columns - 1) * GAP;
  const pageHeight = HEADING + rows * (ABOVE + height + BELOW) + LEGEND;
  const shown = units.length < rbm.hidden ? `the strongest ${units.length} of ${rbm.hidden}` : `all ${rbm.hidden}`;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${decimal(pageWidth)} ${decimal(pageHeight)}"` +
      ` width="${decimal(pageWidth)}" height="${decimal(pageHeight)}" font-family="${FONT}" font-size="10">`,
    '<title>What the hidden units respond to</title>',
    `<desc>Weights of ${shown} hidden units over ${steps} steps: blue excites, orange inhibits.</desc>`,
    `<style>${STYLE}</style>`,
    '<rect class="page" width="100%" height="100%"/>',
    `<text class="strong" x="${MARGIN}" y="30" font-size="17" font-weight="600">What the hidden units respond to</text>`,
  ];
  for (const [n, unit] of units.entries()) {
    const x = MARGIN + GUTTER + (n % columns) * (width + GAP);
    const y = HEADING + ABOVE + Math.floor(n / columns) * (ABOVE + height + BELOW);
    const bias = withMinus(decimal(rbm.bh[unit] ?? 0));
    out.push(
      `<g transform="translate(${decimal(x)} ${decimal(y)})">`,
      `<text class="strong" y="-6" font-weight="600">${unit}</text>`,
      `<text class="text" x="${decimal(width)}" y="-6" text-anchor="end">bias ${bias}</text>`,
      ...panel(layout, fields[n], n % columns === 0),
      '</g>',
    );
  }
  out.push(...legend(MARGIN + GUTTER, pageHeight - 16, `±${formatNumber(scale)} nats and more`, shown), '</svg>', '');
  return out.join('\n');
}

/** Common to all panels. Lengths in pixels. */
interface Layout extends PitchRange {
  readonly columns: number;
  readonly step: number;
  readonly row: number;
  readonly beats: number;
  readonly grid: number;
  readonly width: number;
  readonly height: number;
}

/** Shows only the range of pitches with marks, and two more on either side. */
function layOut({ steps, grid, pitches }: RollMachine, fields: readonly FieldMarks[], columns: number): Layout {
  const marked = fields.flatMap(({ pitchesMarked }) => pitchesMarked);
  const low = Math.max(pitches.low, marked.reduce((least, pitch) => Math.min(least, pitch), pitches.high) - 2);
  const high = Math.min(pitches.high, marked.reduce((most, pitch) => Math.max(most, pitch), low) + 2);
  const width = Math.min(260, Math.floor((PAGE - GUTTER - (columns - 1) * GAP) / columns));
  const row = Math.min(6, Math.max(2, (width * 1.3) / pitchCount({ low, high })));
  return {
    low,
    high,
    columns,
    step: width / steps,
    row,
    beats: steps / grid,
    grid,
    width,
    height: row * pitchCount({ low, high }),
  };
}

function panel(layout: Layout, field: FieldMarks | undefined, labelled: boolean): string[] {
  const { low, high, step, row, beats, grid, width, height } = layout;
  const middle = (pitch: number): string => decimal((high - pitch + 0.5) * row);
  const lines: string[] = [];
  const labels: string[] = [];
  for (let beat = 1; beat < beats; beat++) lines.push(`M${decimal(beat * grid * step)} 0V${decimal(height)}`);
  for (let pitch = low; pitch <= high; pitch++) {
    if (pitch % 12 !== 0) continue;
    const y = (high - pitch + 1) * row;
    lines.push(`M0 ${decimal(y)}H${decimal(width)}`);
    if (labelled)
      labels.push(`<text class="text" x="-5" y="${decimal(y + 1)}" text-anchor="end">${pitchName(pitch)}</text>`);
  }
  const out = [
    `<rect class="panel" width="${decimal(width)}" height="${decimal(height)}"/>`,
    `<path class="grid" fill="none" d="${lines.join('')}"/>`,
    ...labels,
  ];
  for (const { kind, level, runs } of field?.groups ?? []) {
    const struck = kind.endsWith('struck');
    // A small gap between rows; a struck mark is a third of a step wide.
    const path = runs.map(({ pitch, start, length }) => {
      const long = struck ? step * 0.34 : length * step - 0.4;
      return `M${decimal(start * step + 0.2)} ${middle(pitch)}h${decimal(long)}`;
    });
    const thick = decimal(row * 0.86);
    out.push(
      `<path class="${kind}" fill="none" stroke-width="${thick}" stroke-opacity="${opacity(level)}" d="${path.join('')}"/>`,
    );
  }
  out.push(`<rect class="frame" fill="none" width="${decimal(width)}" height="${decimal(height)}"/>`);
  return out;
}

function opacity(level: number): string {
  return decimal(level / LEVELS);
}

function legend(x: number, y: number, strongest: string, shown: string): string[] {
  const out = [`<g transform="translate(${x} ${decimal(y)})">`];
  for (let level = 1; level <= LEVELS; level++) {
    const at = 18 * (LEVELS - level);
    out.push(`<path class="inhibit" stroke-width="7" stroke-opacity="${opacity(level)}" d="M${at} -4h18"/>`);
    const mirrored = 18 * (LEVELS + level - 1) + 4;
    out.push(`<path class="excite" stroke-width="7" stroke-opacity="${opacity(level)}" d="M${mirrored} -4h18"/>`);
  }
  const after = 36 * LEVELS + 4;
  out.push(
    `<text class="text" x="${after + 10}" y="0">orange inhibits, blue excites, up to ${strongest} · bars: held · narrow marks: struck · ${shown} units</text>`,
    '</g>',
  );
  return out;
}
