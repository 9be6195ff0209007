/**
 * Line charts as SVG: stacked panels with a common x axis.
 *
 * @module
 */

import { decimal } from '../math/text/decimal.ts';
import { escapeXml } from './escape-xml.ts';
import { FONT } from './font.ts';
import { formatNumber } from './format-number.ts';
import { spreadLabels } from './spread-labels.ts';
import { niceTicks } from './ticks.ts';

/** A curve. Values that are undefined, not finite or beyond ±10¹² are skipped; the line connects their neighbours. */
interface Curve {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
}

/** Curves with a common y axis. */
export interface CurvePanel {
  /** The quantity and its unit. */
  readonly title: string;
  readonly curves: readonly Curve[];
  /** Whether to shade the area between the first two curves. */
  readonly gap?: boolean;
}

/** A line chart. */
export interface CurveChart {
  readonly title: string;
  readonly xLabel: string;
  /** x values, ascending; as many as the longest curve has values. */
  readonly x: readonly number[];
  readonly panels: readonly CurvePanel[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const WIDTH = 820;
const LEFT = 72;
const TOP = 52;
const HEIGHT = 190;
const ABOVE = 26;
const BETWEEN = 22;
const BELOW = 50;
// Okabe and Ito's palette, safe for all kinds of colour blindness; the light colours darkened for contrast on white.
const COLOURS: readonly string[] = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#3a9bd0', '#b97f00', '#222222'];
const DASHES: readonly string[] = ['', '7 3', '2 3', '9 3 2 3'];

/** A chart as an SVG document. Each curve is labelled at its end with its name and last value, in its colour. */
export function curveSvg(chart: CurveChart): string {
  const { title, xLabel, x, panels } = chart;
  const height = TOP + panels.length * (ABOVE + HEIGHT) + Math.max(0, panels.length - 1) * BETWEEN + BELOW;
  const names = panels.map((panel) => `${panel.title}: ${panel.curves.map((curve) => curve.name).join(', ')}`);
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}"` +
      ` height="${height}" font-family="${FONT}" font-size="11" fill="#5b6472">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(`${names.join('; ')}, by ${xLabel}`)}</desc>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="20" y="32" font-size="17" font-weight="600" fill="#1b222c">${escapeXml(title)}</text>`,
  ];
  const longest = panels.flatMap((panel) => panel.curves).reduce((most, { name }) => Math.max(most, name.length), 0);
  const edge = WIDTH - Math.min(300, 90 + Math.ceil(longest * 7));
  const [left, right] = range(x);
  const across = (value: number): number => LEFT + ((value - left) / (right - left)) * (edge - LEFT);
  // No ticks between whole numbers such as epochs.
  const isWhole = x.every((value) => Number.isInteger(value));
  const ticks = niceTicks(left, right, 10).filter(({ value }) => !isWhole || Number.isInteger(value));
  for (const [k, panel] of panels.entries()) {
    const top = TOP + ABOVE + k * (ABOVE + HEIGHT + BETWEEN);
    const isLast = k === panels.length - 1;
    out.push(...drawPanel(panel, x, across, top, edge));
    for (const tick of ticks) {
      const at = decimal(across(tick.value));
      out.push(`<path d="M${at} ${top + HEIGHT}v4" stroke="#9aa3af"/>`);
      if (isLast) out.push(`<text x="${at}" y="${top + HEIGHT + 17}" text-anchor="middle">${tick.label}</text>`);
    }
  }
  const middle = decimal((LEFT + edge) / 2);
  out.push(`<text x="${middle}" y="${height - 14}" text-anchor="middle">${escapeXml(xLabel)}</text>`, '</svg>', '');
  return out.join('\n');
}

function drawPanel(
  panel: CurvePanel,
  x: readonly number[],
  across: (value: number) => number,
  top: number,
  edge: number,
): string[] {
  const [low, high] = range(panel.curves.flatMap((curve) => curve.values));
  // Padding above and below, so that no line lies on the edge.
  const room = (high - low) * 0.06;
  const scale = HEIGHT / (high - low + 2 * room);
  const down = (value: number): number => top + HEIGHT - (value - low + room) * scale;
  const out = [
    `<text x="20" y="${top - 10}" font-size="12" font-weight="600" fill="#1b222c">${escapeXml(panel.title)}</text>`,
  ];
  for (const tick of niceTicks(low - room, high + room, 6)) {
    const y = down(tick.value);
    out.push(`<path d="M${LEFT} ${decimal(y)}H${edge}" stroke="#e6e9ee"/>`);
    out.push(`<text x="${LEFT - 8}" y="${decimal(y + 3.8)}" text-anchor="end">${tick.label}</text>`);
  }
  out.push(`<path d="M${LEFT} ${top + HEIGHT}H${edge}" stroke="#9aa3af"/>`);
  const lines = panel.curves.map((curve) => pointsOf(curve, x, across, down));
  if (panel.gap === true) out.push(drawGap(lines[0] ?? [], lines[1] ?? []));
  for (const [k, points] of lines.entries()) out.push(...drawLine(points, k));
  return [...out, ...drawNames(panel.curves, lines, top, edge)];
}

/** The shaded area between two lines, where both exist. */
function drawGap(one: readonly Point[], other: readonly Point[]): string {
  const from = Math.max(one[0]?.x ?? WIDTH, other[0]?.x ?? WIDTH);
  const to = Math.min(one.at(-1)?.x ?? 0, other.at(-1)?.x ?? 0);
  const outline = one.filter((point) => point.x >= from && point.x <= to);
  const back = other.filter((point) => point.x >= from && point.x <= to);
  for (let point = back.pop(); point !== undefined; point = back.pop()) outline.push(point);
  return `<path d="M${outline.length === 0 ? '0 0' : outline.map(place).join('L')}z" fill="#1b222c" fill-opacity="0.07"/>`;
}

function drawLine(points: readonly Point[], k: number): string[] {
  const colour = COLOURS[k % COLOURS.length] ?? '';
  const end = points.at(-1);
  if (end === undefined) return [];
  const dashes = DASHES[k % DASHES.length] ?? '';
  const dashed = dashes === '' ? '' : ` stroke-dasharray="${dashes}"`;
  return [
    `<path d="M${points.map(place).join('L')}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"${dashed}/>`,
    `<circle cx="${decimal(end.x)}" cy="${decimal(end.y)}" r="3" fill="${colour}"/>`,
  ];
}

/** Labels at the ends of the lines, moved apart where they would overlap. */
function drawNames(curves: readonly Curve[], lines: readonly (readonly Point[])[], top: number, x: number): string[] {
  const ends = lines.map((points, k) => ({ k, y: points.at(-1)?.y ?? Number.NaN })).filter(({ y }) => !Number.isNaN(y));
  ends.sort((a, b) => a.y - b.y);
  const places = spreadLabels(
    ends.map(({ y }) => y),
    15,
    top + 6,
    top + HEIGHT - 4,
  );
  return ends.map(({ k, y }, n) => {
    const { name, values } = curves[k] ?? { name: '', values: [] };
    const at = places[n] ?? y;
    const colour = COLOURS[k % COLOURS.length] ?? '';
    const last = formatNumber(lastDrawn(values));
    const label = `${escapeXml(name)} <tspan font-weight="400">${last}</tspan>`;
    return (
      `<path d="M${x + 5} ${decimal(y)}L${x + 13} ${decimal(at)}" stroke="${colour}" fill="none"/>` +
      `<text x="${x + 17}" y="${decimal(at + 4)}" font-size="12" font-weight="600" fill="${colour}">${label}</text>`
    );
  });
}

function pointsOf(
  curve: Curve,
  x: readonly number[],
  across: (v: number) => number,
  down: (v: number) => number,
): Point[] {
  const points: Point[] = [];
  for (const [k, at] of x.entries()) {
    const value = curve.values[k];
    if (isDrawn(value)) points.push({ x: across(at), y: down(value) });
  }
  return points;
}

function place({ x, y }: Point): string {
  return `${decimal(x)} ${decimal(y)}`;
}

function isDrawn(value: number | undefined): value is number {
  return value !== undefined && value >= -1e12 && value <= 1e12;
}

function lastDrawn(values: readonly (number | undefined)[]): number {
  let last = 0;
  for (const value of values) if (isDrawn(value)) last = value;
  return last;
}

/** Minimum and maximum of the values, widened if they are equal. */
function range(values: readonly (number | undefined)[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!isDrawn(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  // A constant curve gets a range around it, proportional to its size.
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low < Math.max(1e-6, size * 1e-6)) {
    const room = size < 1e-6 ? 0.5 : size * 0.1;
    return [low - room, high + room];
  }
  return [low, high];
}
