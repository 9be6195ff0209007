import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MIDI_LIMITS } from '../src/midi/reading/limits.ts';
import { MOST_MODEL_BYTES } from '../src/node/files/read-file.ts';
import { MAX_STEPS } from '../src/roll/roll-shape.ts';
import { HEADER_LIMIT } from '../src/safetensors/header.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const ROOMS = ['math', 'rbm', 'midi', 'roll', 'safetensors', 'model', 'music', 'picture', 'sound'];

/** The built declarations of a module without comments. */
function declarations(path: string): string {
  return readFileSync(`${ROOT}dist/${path}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** What the core's modules export: each name with the text that declares it. */
function exportsOf(rooms: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const files = readdirSync(`${ROOT}dist`, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.d.ts'))) {
    const [room = ''] = file.split('/');
    if (file === room || rooms.includes(room)) {
      for (const text of declarations(file).split(/\n(?=export )/)) {
        const name = /^export (?:declare )?(?:interface|type|class|const|function) (\w+)/.exec(text.trim())?.[1];
        if (name !== undefined) found.set(name, text);
      }
    }
  }
  return found;
}

it('index exports every type that its exports speak of', () => {
  const all = exportsOf(ROOMS);
  const lists = [...declarations('index.d.ts').matchAll(/export (?:type )?\{([^}]*)\}/g)];
  const exported = new Set(
    lists.flatMap(([, names = '']) => names.split(',').map((name) => name.trim().replace('type ', ''))),
  );
  expect(exported.size).toBeGreaterThan(50);
  const missing = new Set<string>();
  for (const name of exported) {
    for (const [word] of (all.get(name) ?? '').matchAll(/\b[A-Z]\w+\b/g)) {
      const text = all.get(word);
      if (text !== undefined && !exported.has(word) && /^export (?:interface|type)/.test(text)) missing.add(word);
    }
  }
  expect([...missing]).toEqual([]);
});

it.each(['', '/error', '/check', '/ndarray', '/player', '/train', '/math/text/decimal', '/roll/held-bars'])(
  'harmonium-rbm%s is there',
  (path) => {
    expect(createRequire(import.meta.url).resolve(`harmonium-rbm${path}`)).toContain(`${ROOT}dist`);
  },
);

describe('what is published', () => {
  interface Packed {
    readonly files: readonly { readonly path: string; readonly size: number }[];
    readonly unpackedSize: number;
  }
  const ran = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' });
  const [packed] = JSON.parse(ran.stdout) as readonly Packed[];
  const paths = packed?.files.map(({ path }) => path) ?? [];

  it('is what a user needs, and nothing else', () => {
    expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
      'LICENSE',
      'README.md',
      'fixtures/models/compact.safetensors',
      'fixtures/models/default.safetensors',
      'package.json',
    ]);
    expect(paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/.test(path))).toEqual([]);
    expect(packed?.unpackedSize).toBeLessThan(2_000_000);
  });

  it('has a source for everything', () => {
    const strays = paths
      .filter((path) => path.startsWith('dist/'))
      .map((path) => path.replace(/^dist\//, '').replace(/(\.d)?\.[jt]s$/, ''))
      .filter(
        (name) =>
          !readdirSync(`${ROOT}src/${name.includes('/') ? name.replace(/\/[^/]*$/, '') : ''}`).includes(
            `${name.replace(/.*\//, '')}.ts`,
          ),
      );
    // The player as one script is made of all its sources. Others are left of a source that is gone: remove dist, build again.
    expect(strays).toEqual(['player.min']);
  });
});

describe('the supply chain', () => {
  interface Manifest {
    readonly scripts: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  }
  interface Locked {
    readonly dev?: boolean;
    readonly version?: string;
    readonly integrity?: string;
    readonly resolved?: string;
    readonly hasInstallScript?: boolean;
  }
  const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as Manifest;
  const lock = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as { packages: Record<string, Locked> };
  const locked = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));

  it('nothing of ours runs when the package is installed', () => {
    const names = Object.keys(manifest.scripts);
    expect(names.filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });

  it('no package that users get runs anything when it is installed', () => {
    expect(locked.filter(([, { dev, hasInstallScript }]) => dev !== true && hasInstallScript === true)).toEqual([]);
  });

  it('every package in the lock file has a checksum, and none an address', () => {
    expect(locked.length).toBeGreaterThan(50);
    expect(locked.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)).toEqual([]);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('what output bytes depend on has one version, of package and lock file', () => {
    const root = (lock.packages as Record<string, Partial<Manifest>>)['']?.dependencies ?? {};
    for (const name of ['midi-file', 'seedrandom']) {
      expect(manifest.dependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
      expect(root[name]).toBe(manifest.dependencies[name]);
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(manifest.dependencies[name]);
    }
  });

  it.each([
    ['README.md', 'dependencies'],
    ['CONTRIBUTING.md', 'devDependencies'],
  ] as const)('%s says why each of the %s is there', (page, kind) => {
    const text = readFileSync(`${ROOT}${page}`, 'utf8');
    expect(Object.keys(manifest[kind]).filter((name) => !text.includes(name))).toEqual([]);
  });
});

it('SECURITY.md states the limits that there are', () => {
  const page = readFileSync(`${ROOT}SECURITY.md`, 'utf8');
  for (const [name, limit] of Object.entries({ ...MIDI_LIMITS, maxSteps: MAX_STEPS })) {
    const option = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    const row = page.split('\n').find((line) => line.includes(`--${option}`));
    expect(row).toContain(`| ${limit.toLocaleString('en-US')} |`);
    expect(row).toContain(name);
  }
  for (const limit of [HEADER_LIMIT, MOST_MODEL_BYTES]) expect(page).toContain(limit.toLocaleString('en-US'));
});
