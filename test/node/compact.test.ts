import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModel, writeCompactModel, writeModel } from '../../src/index.ts';
import { someModel } from '../model/some-model.ts';
import { harmonium, temporaryFolder } from './harmonium.ts';

const folder = temporaryFolder();
const model = join(folder, 'model.safetensors');
const small = join(folder, 'small.safetensors');
writeFileSync(model, writeModel(someModel(4, 6, 5)));

it('writes a compact model and tells what that costs', () => {
  const ran = harmonium(['compact', model, '-o', small]);
  expect(ran).toMatchObject({ code: 0, out: `${small}\n` });
  expect(ran.err).toMatch(
    /^[\d,]+ bytes, [\d.]+ % of [\d,]+ bytes\non 100 generated windows, probabilities change by /,
  );
  const bytes = readFileSync(small);
  expect(Buffer.compare(bytes, writeCompactModel(readModel(readFileSync(model))))).toBe(0);
  // A compact model is a model like any other.
  expect(harmonium(['generate', small, '-n', '1', '-o', '-']).code).toBe(0);
  expect(harmonium(['inspect', small]).out).toContain('48 visible and 5 hidden units');
});

it('tells machines', () => {
  const { code, out } = harmonium(['compact', model, '-o', small, '--json']);
  expect(code).toBe(0);
  const told = JSON.parse(out) as Record<string, number>;
  expect(told).toMatchObject({ model, output: small, bytes: readFileSync(model).length });
  expect(told['compactBytes']).toBe(readFileSync(small).length);
  for (const name of ['hidden', 'visible', 'freeEnergySpread']) expect(told[name]).toBeGreaterThan(0);
  expect(told['hidden']).toBeLessThan(0.1);
});

it('gives the bytes themselves on stdout', () => {
  const { code, out } = harmonium(['compact', model, '-o', '-']);
  expect({ code, begins: out.slice(8, 25) }).toEqual({ code: 0, begins: '{"__metadata__":{' });
});

it.each<[string, string[], number, string]>([
  ['two models', [model, model], 2, 'compact takes one model, not 2'],
  ['its input as its output', [model, '-o', model], 2, 'would be written over the input'],
  ['a file that is no model', [join(folder, 'none.mid')], 3, 'no such file or folder'],
])('refuses %s', (_, args, code, message) => {
  const ran = harmonium(['compact', ...args]);
  expect({ code: ran.code, err: ran.err }).toEqual({ code, err: expect.stringContaining(message) });
});
