import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** Who may import whom: the table of src/README.md. Every room may import src/*.ts but index.ts. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  math: ['seedrandom/lib/alea.js'],
  rbm: ['math'],
  dense: ['math'],
  lanes: ['math', 'rbm', 'dense'],
  midi: ['midi-file'],
  roll: ['math', 'midi'],
  safetensors: ['math'],
  mood: ['math', 'midi', 'safetensors'],
  model: ['math', 'rbm', 'midi', 'roll', 'safetensors', 'mood'],
  picture: ['math', 'midi', 'roll', 'rbm'],
  music: ['math', 'rbm', 'midi', 'roll', 'mood', 'model'],
  player: ['math', 'rbm', 'midi', 'roll', 'safetensors', 'model', 'music'],
  sound: ['math', 'midi'],
  voice: ['math', 'dense', 'midi', 'sound', 'safetensors'],
  tabular: ['math', 'rbm', 'safetensors'],
  ndarray: ['math', 'rbm', 'roll', 'model', 'ndarray', 'ndarray-ops'],
  node: [
    'math',
    'rbm',
    'dense',
    'lanes',
    'midi',
    'roll',
    'safetensors',
    'mood',
    'model',
    'music',
    'picture',
    'sound',
    'voice',
    'ndarray',
    'node:',
  ],
};
const CORE = [
  'math',
  'rbm',
  'dense',
  'lanes',
  'midi',
  'roll',
  'safetensors',
  'mood',
  'model',
  'music',
  'picture',
  'sound',
  'voice',
  'player',
  'tabular',
];
/** AssemblyScript: another language in files of the same ending. */
const ASSEMBLY = join(SRC, 'lanes/assembly');

/** What differs between engines or is missing in some. The linter cannot see `**`. */
const FORBIDDEN = [
  /\bMath\.(exp|expm1|log|log1p|log2|log10|pow|random|cbrt|hypot|a?(sin|cos|tan)h?|atan2)\b/,
  // By another name, none of these would be seen: `const { exp } = Math`.
  /\bMath\b(?!\.)/,
  /\beval\s*\(|new Function\b/,
  /\b(Date|performance|console|process|Buffer|setTimeout|setInterval|TextEncoder|TextDecoder|structuredClone|crypto)\b\s*[.(]/,
  /\b(document|window|navigator)\b\./,
  /[^*]\*\*[^*/]/,
];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
    .filter((file) => !file.startsWith(ASSEMBLY));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function imports(text: string): string[] {
  return [...withoutComments(text).matchAll(/\b(?:from|import)\s*\(?\s*['"`]([\w@./:-]+)['"`]/g)].map(
    ([, name = '']) => name,
  );
}

describe('the rooms', () => {
  for (const [room, allowed] of Object.entries(MAY_IMPORT)) {
    it(`${room} imports only what it may`, () => {
      const files = sources(join(SRC, room));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        for (const name of imports(readFileSync(file, 'utf8'))) {
          const target = name.startsWith('.')
            ? (relative(SRC, resolve(dirname(file), name)).split('/') as string[])
            : [name];
          const [first = ''] = target;
          const ok =
            (name.startsWith('.') && (first === room || (target.length === 1 && first !== 'index.ts'))) ||
            allowed.some((a) => (a.endsWith(':') ? first.startsWith(a) : first === a));
          expect({ file: relative(SRC, file), imports: name, ok }).toMatchObject({ ok: true });
        }
      }
    });
  }

  it('index.ts takes from the core alone', () => {
    for (const name of imports(readFileSync(join(SRC, 'index.ts'), 'utf8'))) {
      expect(name).toMatch(new RegExp(`^\\./(error|in-parts|(${CORE.join('|')})/index)\\.ts$`));
    }
  });

  it('sees every way to import, and every way round the rules', () => {
    const text = `import a from 'a'; export * from "b"; await import('c'); import 'd';\nimport {\n  e,\n} from 'e';`;
    expect(imports(text)).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (const code of [
      'Math.atanh(x)',
      'Math.tan(x)',
      'const { exp } = Math;',
      'Math["exp"]',
      'a ** b',
      'Date.now()',
    ]) {
      expect(FORBIDDEN.some((pattern) => pattern.test(code))).toBe(true);
    }
    for (const code of ['Math.sqrt(x)', 'Math.floor(x)', 'a * b', 'Math.imul(a, b)']) {
      expect(FORBIDDEN.some((pattern) => pattern.test(code))).toBe(false);
    }
  });

  it('the core uses nothing that differs between engines', () => {
    for (const file of [
      ...CORE.flatMap((room) => sources(join(SRC, room))),
      ...['error.ts', 'check.ts', 'index.ts'].map((name) => join(SRC, name)),
    ]) {
      const text = withoutComments(readFileSync(file, 'utf8'));
      for (const pattern of FORBIDDEN)
        expect({ file: relative(SRC, file), found: text.match(pattern) }).toMatchObject({ found: null });
    }
  });
});
