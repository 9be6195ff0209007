import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = join(ROOT, 'dist/node/main.js');

const GUIDES = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...GUIDES,
  'src/README.md',
  'bench/README.md',
  'examples/README.md',
  'fixtures/README.md',
  'fixtures/SOURCES.md',
  'fixtures/vectors/README.md',
  'test/engines/README.md',
];

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The blocks of code of one language on a page. */
function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code]) => code!,
  );
}

/** A page without its blocks of code. */
function prose(page: string): string {
  return read(page).replace(/^( *)```[\s\S]*?^\1```/gm, '');
}

/** Anchors of a page's headings, as GitHub makes them of a heading without markup. */
function anchors(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

describe('the documents', () => {
  it.each(PAGES)('%s links to what is there', (page) => {
    const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const missing = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchors(target).includes(anchor));
    });
    expect(missing).toEqual([]);
    expect(read(page)).not.toMatch(/[A-Z]+_TABLE/);
  });

  it.each(PAGES)('%s names files that are there', (page) => {
    const names = [...prose(page).matchAll(/`((?:src|test|bench|docs|fixtures|examples)\/[\w./-]+)`/g)].map(
      ([, name]) => name!,
    );
    expect(names.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  it('every guide is linked from the README', () => {
    const readme = read('README.md');
    expect(GUIDES.filter((page) => !readme.includes(`(${page})`))).toEqual([]);
  });

  it('every example is in their index', () => {
    const index = read('examples/README.md');
    const folder = join(ROOT, 'examples');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name !== 'README.md' && statSync(join(folder, name)).isFile());
    expect(names.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });

  it('the README has at most 140 lines and says how to start', () => {
    const readme = read('README.md');
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(140);
    for (const command of ['npm install harmonium-rbm', 'npm ci && npm start', 'npm ci && npm test']) {
      expect(readme).toContain(`\n${command}\n`);
    }
  });

  it('use only commands and options that there are', () => {
    const helps = new Map<string, string>();
    const helpOf = (command: string): string => {
      const help =
        helps.get(command) ?? spawnSync(process.execPath, [MAIN, 'help', command], { encoding: 'utf8' }).stdout;
      helps.set(command, help);
      return help;
    };
    const unknown: string[] = [];
    for (const page of PAGES) {
      for (const [, rest = ''] of blocks(page, 'sh')
        .join('')
        .matchAll(/\bharmonium ([^\n|#]+)/g)) {
        const [command = '', ...words] = rest.trim().split(/\s+/);
        if (command === 'help') continue;
        for (const option of [...words.filter((word) => /^--?[a-z]/.test(word)), `harmonium ${command}`]) {
          if (!new RegExp(`(^|[\\s,])${option}\\b`, 'm').test(helpOf(command)))
            unknown.push(`${page}: ${rest} (${option})`);
        }
      }
    }
    expect(unknown).toEqual([]);
    expect(helps.size).toBe(12);
  });
});

/** Runs an example as a user would who has the package installed; gives what it printed and which files it wrote. */
function run(code: string): { printed: string; written: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-readme-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/harmonium-rbm'));
    symlinkSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'));
    writeFileSync(join(folder, 'example.mjs'), code);
    const ran = spawnSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    const out = join(folder, 'out');
    const names = [...readdirSync(folder), ...(existsSync(out) ? readdirSync(out).map((name) => `out/${name}`) : [])];
    const given = ['node_modules', 'fixtures', 'example.mjs', 'out'];
    return { printed: ran.stdout, written: names.filter((name) => !given.includes(name)).sort() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each page's examples print and write, in their order. */
const EXPECTED: Readonly<Record<string, readonly (readonly [printed: RegExp, written: readonly string[]])[]>> = {
  'README.md': [[/^$/, ['longer.mid']]],
  'docs/developers.md': [
    [
      /^(epoch \d: [\d.]+ bits wrong\n){4}$/,
      [
        ...[0, 1, 2, 3].flatMap((chain) => [`out/folk-${chain}.mid`, `out/folk-${chain}.wav`]),
        'out/folk.safetensors',
        'out/piece.mid',
      ],
    ],
    [
      /^(epoch \d+\n){20}\[ 1000, 4 \]\n1000 rows\n-2\.\d ± 0\.\d nats a row\ntrue\n4 hidden units\n$/,
      ['machine.safetensors'],
    ],
    [/standardDeviation[\s\S]*\[ 64, 16, 2, 78 \]\n$/, []],
    [/^[A-G].*( \| [^|]+){7}\n$/, []],
    [/^(epoch \d: free-energy gap -?[\d.]+ nats\n){3}20 hidden units\n$/, []],
    [/^Uint8Array\(9\) \[\n[01, \n]+\]\n$/, []],
    [/^Float32Array\(2\) \[ 0\.99\d+, -0\.76\d+ \]\n$/, []],
    [/^128 steps\n$/, []],
    [/^midi-truncated\n$/, []],
  ],
  'docs/embedding.md': [
    [/^\d{3} bytes of MIDI\n\d{3} bytes of MIDI\n$/, []],
    [/^\d{6} bytes of model\n$/, []],
  ],
  'docs/how-it-works.md': [[/^exact (0\.\d{3}), visited \d\.\d{3}\n$/, []]],
};

describe('the examples', () => {
  it('are all known here', () => {
    for (const page of PAGES) expect([page, blocks(page, 'js').length]).toEqual([page, EXPECTED[page]?.length ?? 0]);
  });

  for (const [page, examples] of Object.entries(EXPECTED)) {
    for (const [n, [printed, written]] of examples.entries()) {
      it(`${page}, number ${n + 1}`, () => {
        const ran = run(blocks(page, 'js')[n]!);
        expect(ran.printed).toMatch(printed);
        expect(ran.written).toEqual([...written].sort());
      });
    }
  }

  it('a chain visits states as often as the free energy says', () => {
    const { printed } = run(blocks('docs/how-it-works.md', 'js')[0]!);
    const [, exact, visited] = /^exact (\S+), visited (\S+)\n$/.exec(printed)!;
    expect(Math.abs(Number(visited) - Number(exact))).toBeLessThan(0.01);
  });
});
