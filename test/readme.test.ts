import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLES = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)].map(
  ([, code]) => code!,
);

/** Runs an example as a user would who has the package installed; gives what it printed and what it wrote to `out`. */
function run(code: string): { printed: string; written: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-readme-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, 'out'));
    symlinkSync(ROOT, join(folder, 'node_modules/harmonium-rbm'));
    symlinkSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'));
    writeFileSync(join(folder, 'example.mjs'), code);
    const ran = spawnSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    return { printed: ran.stdout, written: readdirSync(join(folder, 'out')).sort() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the documents', () => {
  it.each([
    'README.md',
    'src/README.md',
    'SECURITY.md',
    'bench/README.md',
    'examples/README.md',
    'fixtures/README.md',
    'fixtures/SOURCES.md',
    'test/engines/README.md',
  ])('%s links to what is there', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link]) => link!);
    const missing = links.filter((link) => !link.startsWith('http') && !existsSync(join(ROOT, dirname(page), link)));
    expect(missing).toEqual([]);
    expect(text).not.toMatch(/[A-Z]+_TABLE/);
  });
});

describe("the README's examples", () => {
  it('trains, keeps the model and writes music', () => {
    const { printed, written } = run(EXAMPLES[0]!);
    expect(printed).toMatch(/^epoch 1: [\d.]+ bits wrong\n/);
    const pieces = [0, 1, 2, 3].flatMap((chain) => [`folk-${chain}.mid`, `folk-${chain}.wav`]);
    expect(written).toEqual([...pieces, 'folk.safetensors', 'piece.mid']);
  });

  it('plays a bar, and another a step at a time', () => {
    const { printed } = run(EXAMPLES[2]!);
    expect(printed).toMatch(/^\d{3} bytes of MIDI\n\d{3} bytes of MIDI\n$/);
  });

  it('looks at a model through ndarray', () => {
    const { printed } = run(EXAMPLES[1]!);
    expect(printed).toContain('standardDeviation');
    expect(printed).toMatch(/\[ 64, 16, 2, 78 \]\n$/);
  });
});
