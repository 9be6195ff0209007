import { describe, expect, it } from 'vitest';
import { changes, changesText, unmatched, verdict } from '../../bench/compare.ts';
import { markdownTables } from '../../bench/markdown.ts';
import { parseReport, type Report, type Result, reportText, resultsOf } from '../../bench/report.ts';
import { headLines, milliseconds, missingLine, resultLine, sizeLine } from '../../bench/table.ts';

function result(changed: Partial<Result> = {}): Result {
  const some = { medianMs: 2, p10Ms: 1.9, p90Ms: 2.2, checksum: 255, ratio: 1 };
  return { case: 'cd1 2340x50 b100 trained', implementation: 'harmonium', ...some, ...changed };
}

function report(...results: Result[]): Report {
  return { date: '2026-11-22T12:00:00.000Z', machine: 'some machine', results, missing: [] };
}

describe('results', () => {
  it('have the ratio of their medians to ours', () => {
    const spread = { median: 2, p10: 1, p90: 3 };
    const found = resultsOf('some case', [
      { implementation: 'numpy', spread: { ...spread, median: 5 }, checksum: 1 },
      { implementation: 'harmonium', spread, checksum: 2 },
    ]);
    expect(found).toEqual([
      { case: 'some case', implementation: 'numpy', medianMs: 5, p10Ms: 1, p90Ms: 3, checksum: 1, ratio: 2.5 },
      { case: 'some case', implementation: 'harmonium', medianMs: 2, p10Ms: 1, p90Ms: 3, checksum: 2, ratio: 1 },
    ]);
  });

  it('cannot be without ours', () => {
    expect(() => resultsOf('some case', [])).toThrow('some case: expected harmonium');
  });
});

describe('the form for machines', () => {
  it('comes back as it was written', () => {
    const whole = {
      ...report(result(), result({ implementation: 'c', ratio: 0.25 })),
      missing: [{ implementation: 'torch', install: 'apt-get install -y python3-torch' }],
    };
    expect(parseReport(reportText(whole))).toEqual(whole);
    expect(Object.keys(JSON.parse(reportText(whole)))).toEqual(['date', 'machine', 'results', 'missing']);
  });

  it('has no more digits than mean anything', () => {
    const text = reportText(report(result({ medianMs: 1.23456789, ratio: 0.123456 })));
    expect(JSON.parse(text).results[0]).toMatchObject({ medianMs: 1.23457, ratio: 0.1235 });
  });

  it('is refused when something is missing', () => {
    expect(() => parseReport('null')).toThrow('expected a report');
    expect(() => parseReport('{"results": []}')).toThrow('expected a report');
    const { checksum: _, ...without } = result();
    const text = JSON.stringify({ ...report(), results: [without] });
    expect(() => parseReport(text)).toThrow('result 0: expected case, implementation and five numbers');
  });
});

describe('the table', () => {
  it('has its columns below each other', () => {
    const lines = [...headLines().trimEnd().split('\n'), resultLine(result({ implementation: 'numpy', ratio: 4.321 }))];
    expect(lines[0]).toMatch(/^case +implementation +median ms +p10–p90 +ratio +checksum$/);
    expect(lines[2]).toMatch(/^cd1 2340x50 b100 trained +numpy +2\.00 +1\.90–2\.20 +4\.32x +000000ff\n$/);
    expect(new Set(lines.map((line) => line.trimEnd().length)).size).toBe(1);
  });

  it('gives ours no ratio', () => {
    expect(resultLine(result())).not.toContain('x  ');
  });

  it('writes times without exponents', () => {
    expect([123.4, 12.34, 1.234, 0.1234, 0.01234].map(milliseconds)).toEqual([
      '123',
      '12.3',
      '1.23',
      '0.123',
      '0.0123',
    ]);
  });

  it('names sizes and what is missing', () => {
    expect(sizeLine({ entry: './math/exp', bytes: 700, gzipped: 400 })).toMatch(
      /^size \.\/math\/exp +700 .* 400 gzipped\n$/,
    );
    expect(missingLine({ implementation: 'c', install: 'apt-get install gcc' })).toBe(
      'missing: c (install: apt-get install gcc)\n',
    );
  });
});

describe('the tables of the README', () => {
  it('have a column for each peer, and a second table for what none of them did', () => {
    const alone = result({ case: 'exp 100k', medianMs: 0.5, p10Ms: 0.4, p90Ms: 0.6 });
    const slow = result({ case: 'gibbs', implementation: 'naive-js', ratio: 41.2 });
    const gibbs = result({ case: 'gibbs', medianMs: 10 });
    const text = markdownTables(report(result(), result({ implementation: 'c', ratio: 0.312 }), gibbs, slow, alone));
    expect(text).toBe(`| case | harmonium, ms | c | naive-js |
| --- | --: | --: | --: |
| cd1 2340x50 b100 trained | 2.00 | 0.31 | – |
| gibbs | 10.0 | – | 41 |

| case | median, ms | p10–p90 |
| --- | --: | --: |
| exp 100k | 0.500 | 0.400–0.600 |
`);
  });
});

describe('comparing two runs', () => {
  const old = result({ medianMs: 4, p10Ms: 3.9, p90Ms: 4.2 });

  it('tells a change from noise by the spreads', () => {
    const [faster] = changes(report(old), report(result()));
    expect(faster).toMatchObject({ speedUp: 2, sameResult: true });
    expect(verdict(faster!)).toBe('2.00x faster (1.77–2.21)');
    const [slower] = changes(report(result()), report(old));
    expect(verdict(slower!)).toBe('2.00x slower (0.45–0.56)');
    const [same] = changes(report(result()), report(result({ medianMs: 2.05 })));
    expect(verdict(same!)).toBe('same (0.86–1.16)');
  });

  it('says when something else was computed', () => {
    const text = changesText(report(old), report(result({ checksum: 7 })));
    expect(text).toContain('against 2026-11-22T12:00:00.000Z, some machine\n');
    expect(text).toMatch(/cd1 2340x50 b100 trained +harmonium +2\.00x faster \(1\.77–2\.21\) {2}other checksum\n/);
  });

  it('counts what only one of them has', () => {
    const peer = result({ implementation: 'numpy' });
    expect(unmatched(report(old, peer), report(old))).toEqual([peer]);
    expect(changes(report(old), report(old, peer))).toHaveLength(1);
    expect(changesText(report(old), report(old, peer))).toContain('0 of the old results were not measured now, 1 of');
  });
});
