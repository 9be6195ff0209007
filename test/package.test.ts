import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { moduleBytes } from '../src/lanes/compiled.ts';
import { MIDI_LIMITS } from '../src/midi/reading/limits.ts';
import { MOST_MODEL_BYTES } from '../src/node/files/read-file.ts';
import { DEFAULT_MAX_STEPS } from '../src/roll/roll-shape.ts';
import { HEADER_LIMIT } from '../src/safetensors/header.ts';
import { EXPORTS } from './exports.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** The entry points for modules: the file that is built for each. */
const ENTRIES: Readonly<Record<string, string>> = {
  '.': 'index',
  './rbm': 'rbm/index',
  './midi': 'midi/index',
  './roll': 'roll/index',
  './model': 'model/index',
  './mood': 'mood/index',
  './music': 'music/index',
  './picture': 'picture/index',
  './sound': 'sound/index',
  './voice': 'voice/index',
  './player': 'player/index',
  './train': 'train',
  './lanes': 'lanes/index',
  './ndarray': 'ndarray/index',
  './error': 'error',
};

/** Files for other tools than an import of modules. */
const FILES = ['./player.min.js', './lanes.wasm', './compact.safetensors', './words.safetensors', './package.json'];

/** The built declarations of a module without comments. */
function declarations(path: string): string {
  return readFileSync(`${ROOT}dist/${path}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** What a module declares: each exported name with the text that declares it. */
function declaredIn(module: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of declarations(`${module}.d.ts`).split(/\n(?=export |declare |interface |type )/)) {
    const name = /^export (?:declare )?(?:interface|type|class|const|function) (\w+)/.exec(text.trim())?.[1];
    if (name !== undefined) found.set(name, text);
  }
  return found;
}

/** The names that a module exports, each with the text that declares it. */
function exportsOf(module: string): Map<string, string> {
  const found = declaredIn(module);
  for (const [, list, path = ''] of declarations(`${module}.d.ts`).matchAll(
    /export (?:\*|(?:type )?\{([^}]*)\}) from '([^']+)'/g,
  )) {
    const all = exportsOf(join(dirname(module), path.replace(/\.[jt]s$/, '')));
    const names = list?.split(',').map((name) => name.trim().replace('type ', '')) ?? [...all.keys()];
    for (const name of names.filter((word) => word !== '')) {
      if (found.has(name) && found.get(name) !== all.get(name)) throw new Error(`${module}: two things named ${name}`);
      found.set(name, all.get(name) ?? '');
    }
  }
  return found;
}

/** The names of interfaces and types that modules of the core export. */
function typeNames(): Set<string> {
  const files = readdirSync(`${ROOT}dist`, { recursive: true, encoding: 'utf8' });
  const core = files.filter((name) => name.endsWith('.d.ts') && !name.startsWith('node/'));
  return new Set(
    core.flatMap((file) =>
      [...declarations(file).matchAll(/^export (?:declare )?(?:interface|type|class) (\w+)/gm)].map(
        ([, name = '']) => name,
      ),
    ),
  );
}

describe('entry points', () => {
  const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { exports: Record<string, string> };

  it('are these, and none has a wildcard', () => {
    expect(Object.keys(manifest.exports).sort()).toEqual([...Object.keys(ENTRIES), ...FILES].sort());
    for (const [name, file] of Object.entries(ENTRIES)) expect(manifest.exports[name]).toBe(`./dist/${file}.js`);
  });

  it.each(Object.entries(ENTRIES))('%s exports what is on record', async (name, file) => {
    const names = [...exportsOf(file).keys()].sort();
    expect(names).toEqual([...(EXPORTS[name] ?? [])].sort());
    // The values among them are what the module gives.
    const module = (await import(`harmonium-rbm${name.slice(1)}`)) as object;
    expect(names).toEqual(expect.arrayContaining(Object.keys(module)));
  });

  it('export every type that their exports speak of, and no type of the inner state', () => {
    const exported = new Map(Object.values(ENTRIES).flatMap((file) => Array.from(exportsOf(file))));
    expect(exported.size).toBeGreaterThan(100);
    const types = typeNames();
    const missing = new Set<string>();
    for (const [name, text] of exported) {
      for (const [word] of text.matchAll(/\b[A-Z]\w+\b/g)) {
        if (types.has(word) && !exported.has(word)) missing.add(`${name} speaks of ${word}`);
      }
    }
    expect([...missing]).toEqual([]);
    expect([...exported.keys()].filter((name) => INNER.test(name))).toEqual([]);
  });
});

/** Inner state: how sampling and training work may change in any version. */
const INNER =
  /^(KernelTable|Sampler|Learner|TeamWork|LaneLearner|LaneWork|Walk|PersistentLearner|Phases|PhaseSums|Gradient|Velocity|Offsets|WeightAverage|ActiveUnits|LogitBounds|Ladder|Clamp)$|Packed|Workspace|State$/;

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
      'README.zh-CN.md',
      'fixtures/models/compact.safetensors',
      'fixtures/models/default.safetensors',
      'fixtures/models/piano.voice.safetensors',
      'fixtures/models/words.safetensors',
      'package.json',
    ]);
    expect(paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/.test(path))).toEqual([
      'dist/lanes.wasm',
    ]);
    expect(packed?.unpackedSize).toBeLessThan(3_400_000);
  });

  it('has the kernels as a module of WebAssembly', () => {
    const bytes = readFileSync(`${ROOT}dist/lanes.wasm`);
    expect(new Uint8Array(bytes)).toEqual(moduleBytes(false));
    expect(gzipSync(bytes, { level: 9 }).length).toBeLessThanOrEqual(16_384);
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
    // The player as one script and the module of the lanes are made of all their sources. Others are left of a source that is gone: remove dist, build again.
    expect(strays.sort()).toEqual(['lanes.wasm', 'player.min']);
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
  for (const [name, limit] of Object.entries({ ...MIDI_LIMITS, maxSteps: DEFAULT_MAX_STEPS })) {
    const option = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    const row = page.split('\n').find((line) => line.includes(`--${option}`));
    expect(row).toContain(`| ${limit.toLocaleString('en-US')} |`);
    expect(row).toContain(name);
  }
  for (const limit of [HEADER_LIMIT, MOST_MODEL_BYTES]) expect(page).toContain(limit.toLocaleString('en-US'));
});
