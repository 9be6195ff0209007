/**
 * A report as the tables of docs/performance.md.
 *
 * @module
 */
import { OURS, type Report, type Result } from './report.ts';
import { milliseconds } from './table.ts';

/** Our milliseconds case by case, and how many times as long the others take. Cases of ours alone come after. */
export function markdownTables({ results }: Report): string {
  const peers = [...new Set(results.map(({ implementation }) => implementation))].filter((name) => name !== OURS);
  const cases = [...new Set(results.map((result) => result.case))];
  const find = (name: string, implementation: string): Result | undefined =>
    results.find((result) => result.case === name && result.implementation === implementation);
  const compared = cases.filter((name) => peers.some((peer) => find(name, peer) !== undefined));
  const rows = compared.map((name) => [
    name,
    milliseconds(find(name, OURS)?.medianMs ?? 0),
    ...peers.map((peer) => times(find(name, peer))),
  ]);
  const alone = cases
    .filter((name) => !compared.includes(name))
    .map((name) => {
      const ours = find(name, OURS);
      return [name, milliseconds(ours?.medianMs ?? 0), spread(ours)];
    });
  const tables = [
    ...(rows.length === 0 ? [] : [table(['case', 'harmonium, ms', ...peers], rows)]),
    ...(alone.length === 0 ? [] : [table(['case', 'median, ms', 'p10–p90'], alone)]),
  ];
  return tables.join('\n');
}

/** "0.31", "2.46", "41". */
function times(result: Result | undefined): string {
  if (result === undefined) return '–';
  return result.ratio >= 10 ? result.ratio.toFixed(0) : result.ratio.toFixed(2);
}

/** From the tenth to the ninetieth percentile. */
function spread(result: Result | undefined): string {
  return result === undefined ? '–' : `${milliseconds(result.p10Ms)}–${milliseconds(result.p90Ms)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, n) => (n === 0 ? '---' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
