import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const ROOMS = ['.', 'math', 'rbm', 'midi', 'roll', 'model', 'music', 'picture'];

/** The built declarations of a module without comments. */
function declarations(path: string): string {
  return readFileSync(`${ROOT}dist/${path}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** What the core's modules export: each name with the text that declares it. */
function exportsOf(rooms: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const room of rooms) {
    for (const file of readdirSync(`${ROOT}dist/${room}`).filter((name) => name.endsWith('.d.ts'))) {
      for (const text of declarations(`${room}/${file}`).split(/\n(?=export )/)) {
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

it.each(['', '/error', '/check', '/ndarray', '/player', '/train', '/math/decimal', '/roll/held-bars'])(
  'harmonium-rbm%s is there',
  (path) => {
    expect(createRequire(import.meta.url).resolve(`harmonium-rbm${path}`)).toContain(`${ROOT}dist`);
  },
);
