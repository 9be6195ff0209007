import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeMidi } from '../../src/index.ts';
import { shared } from '../shared.ts';
import { harmonium, temporaryFolder } from './harmonium.ts';

const folder = temporaryFolder();
const file = join(folder, 'song.mid');
const drum = { start: 0, length: 10, pitch: 36, velocity: 90, channel: 9, track: 0 };
const low = { start: 96, length: 48, pitch: 60, velocity: 70, channel: 1, track: 0 };
const high = { start: 0, length: 96, pitch: 64, velocity: 80, channel: 0, track: 0 };
writeFileSync(
  file,
  writeMidi({
    format: 0,
    ppq: 96,
    tracks: 1,
    end: 192,
    notes: [low, drum, high],
    tempos: [{ tick: 0, microsecondsPerQuarter: 600000 }],
    timeSignatures: [{ tick: 0, numerator: 3, denominator: 4 }],
    programs: [],
    pedals: [],
  }),
);
const rows = (args: readonly string[]): Record<string, unknown>[] =>
  harmonium(['inspect', ...args])
    .out.trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('inspect', () => {
  it('tells machines what is in a file', () => {
    expect(rows([file, '--json', '--notes'])).toMatchObject([
      {
        file,
        steps: 9,
        held: 6,
        struck: 2,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        ppq: 96,
        format: 0,
        tracks: 1,
        notes: 2,
        drumNotes: 1,
        timeSignatures: [{ tick: 0, numerator: 3, denominator: 4 }],
        tempos: [{ tick: 0, microsecondsPerQuarter: 600000 }],
        durationSeconds: 1.2,
        noteList: [
          [0, 96, 0, 64, 80],
          [96, 144, 1, 60, 70],
        ],
      },
    ]);
  });

  it('holds notes as long as the pedal does, when asked', () => {
    const pedal = join(folder, 'pedal.mid');
    const pedals = [
      { tick: 0, channel: 0, track: 0, value: 127 },
      { tick: 180, channel: 0, track: 0, value: 0 },
    ];
    const parts = { tempos: [], timeSignatures: [], programs: [], pedals };
    writeFileSync(pedal, writeMidi({ format: 0, ppq: 96, tracks: 1, end: 192, notes: [high], ...parts }));
    expect(rows([pedal, '--json', '--notes'])).toMatchObject([{ held: 4, noteList: [[0, 96, 0, 64, 80]] }]);
    expect(rows([pedal, '--json', '--notes', '--sustain'])).toMatchObject([
      { held: 8, noteList: [[0, 180, 0, 64, 80]] },
    ]);
  });

  it("counts the notes that are not on the article's roll", () => {
    const deep = join(folder, 'deep.mid');
    const notes = [high, { ...low, pitch: 5 }, { ...low, pitch: 110 }];
    const parts = { tempos: [], timeSignatures: [], programs: [], pedals: [] };
    writeFileSync(deep, writeMidi({ format: 0, ppq: 96, tracks: 1, end: 192, notes, ...parts }));
    expect(rows([deep, '--json', '--preset', 'article'])).toMatchObject([{ leftOut: { drums: 0, pitches: 2 } }]);
  });

  it('tells of files in the order in which they are given', () => {
    const files = [join(folder, 'not-there'), file, join(folder, 'nor-this')];
    expect(rows([...files, '--json']).map((row) => row['file'])).toEqual(files);
  });

  it('goes on after a refused file', () => {
    const bad = join(folder, 'bad.mid');
    writeFileSync(bad, 'MThd');
    const [first, second] = rows([bad, file, '--json']);
    expect(first).toMatchObject({ file: bad, error: { code: expect.any(String), message: expect.any(String) } });
    expect(second).toMatchObject({ file });
  });

  it('draws the roll for people', () => {
    const { out, code } = harmonium(['inspect', file]);
    expect(code).toBe(0);
    expect(out).toContain('3/4');
    expect(out).toMatch(/E4.*█/);
  });

  it('reads stdin', () => {
    const { out } = harmonium(['inspect', '-', '--json'], { input: readFileSync(file) });
    expect(JSON.parse(out)).toMatchObject({ file: '-', steps: 9 });
  });

  it('tells of a model', () => {
    const model = fileURLToPath(new URL('../../fixtures/models/default.safetensors', import.meta.url));
    expect(rows([model, '--json'])).toMatchObject([{ steps: 16, grid: 4, training: { preset: 'default' } }]);
    expect(harmonium(['inspect', model]).out).toContain('visible');
  });

  const matrices = shared('oracle/matrix/pop.jsonl');
  const pop = shared('corpora/pop');
  it.skipIf(matrices === undefined || pop === undefined)(
    "gives the original program's matrices for --preset article",
    () => {
      const expected = readFileSync(matrices!, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const got = rows([pop!, '--preset', 'article', '--json']);
      expect(got).toHaveLength(readdirSync(pop!).filter((name) => name.endsWith('.midi')).length);
      const byFile = new Map(got.map((row) => [String(row['file']).slice(pop!.length + 1), row]));
      for (const { file: name, rows: steps, held, artic: struck, sha256 } of expected) {
        expect(byFile.get(name)).toMatchObject({ steps, held, struck, sha256 });
      }
    },
  );
});
