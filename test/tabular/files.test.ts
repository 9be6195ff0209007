import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fitRbm, HarmoniumError, loadRbm, readModel, saveRbm, writeModel } from '../../src/index.ts';
import { errorOf, file, floats, type Parts } from '../model/file-parts.ts';
import { someModel } from '../model/some-model.ts';
import { barsAndStripes } from './data.ts';

const MACHINE = fitRbm(barsAndStripes(2), {
  hidden: 3,
  epochs: 2,
  rate: 0.125,
  seed: 'a "quoted" ♯',
  chains: 0,
  statistics: 'samples',
});
const BYTES = saveRbm(MACHINE);

/** The parts of the smallest file: two visible units, one hidden, no digest. */
function parts(): Parts {
  const options = { ...MACHINE.options, hidden: 1, seed: 's' };
  const strings = Object.entries(options).map(([name, value]) => [`option.${name}`, String(value)]);
  return {
    metadata: { format: 'harmonium-rbm', version: '1', architecture: 'rbm', ...Object.fromEntries(strings) },
    tensors: {
      bh: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
      bv: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
      w: { dtype: 'F32', shape: [2, 1], data_offsets: [12, 20] },
    },
    data: floats(1, 2, 3, 4, 5),
  };
}

it('a file read back is the machine, and gives the same bytes', () => {
  const { rbm, options } = loadRbm(BYTES);
  expect(rbm).toEqual(MACHINE.rbm);
  expect(options).toEqual(MACHINE.options);
  expect(saveRbm({ rbm, options })).toEqual(BYTES);
  // A seed and its text are the same seed.
  expect(loadRbm(saveRbm(fitRbm(barsAndStripes(2), { epochs: 1, seed: 7 }))).options.seed).toBe('7');
});

it('the smallest file, written by another program', () => {
  const { rbm, options } = loadRbm(file(parts()));
  expect(rbm).toEqual({
    visible: 2,
    hidden: 1,
    bh: Float32Array.of(1),
    bv: Float32Array.of(2, 3),
    w: Float32Array.of(4, 5),
  });
  expect(options).toMatchObject({ hidden: 1, seed: 's', centred: false });
});

describe('is strict', () => {
  it.each<[string, (all: Parts) => void, string, RegExp]>([
    [
      'no format',
      (p) => delete p.metadata['format'],
      'model-metadata',
      /"format": expected "harmonium-rbm", got nothing/,
    ],
    ['another format', (p) => (p.metadata['format'] = 'harmonium'), 'model-metadata', /"format"/],
    ['no version', (p) => delete p.metadata['version'], 'model-metadata', /"version"/],
    ['a newer version', (p) => (p.metadata['version'] = '2'), 'model-version', /at most 1, got 2/],
    ['another architecture', (p) => (p.metadata['architecture'] = 'rnn-rbm'), 'model-metadata', /"architecture"/],
    [
      'a key too many',
      (p) => (p.metadata['note'] = ''),
      'model-metadata',
      /"note": expected no key but format, .*, got "/,
    ],
    ['an option too many', (p) => (p.metadata['option.columns'] = '2'), 'model-metadata', /"option.columns"/],
    ['an option too few', (p) => delete p.metadata['option.rate'], 'model-metadata', /"option.rate".*got nothing/],
    [
      'a number that is none',
      (p) => (p.metadata['option.rate'] = '1e-3'),
      'model-metadata',
      /"option.rate": expected a number/,
    ],
    ['a number out of range', (p) => (p.metadata['option.rate'] = '11'), 'model-metadata', /"option.rate".*0 to 10/],
    ['no whole number', (p) => (p.metadata['option.cd'] = '1.5'), 'model-metadata', /"option.cd"/],
    ['no truth', (p) => (p.metadata['option.centred'] = 'yes'), 'model-metadata', /true or false/],
    ['no statistics', (p) => (p.metadata['option.statistics'] = 'all'), 'model-metadata', /"option.statistics"/],
    ['other hidden units', (p) => (p.metadata['option.hidden'] = '2'), 'model-shape', /"bh" .*\[2\], got \[1\]/],
    ['a tensor too few', (p) => delete p.tensors['bh'], 'model-tensor', /"bh" is missing/],
    ['another name', (p) => (p.tensors = { ...p.tensors, b: p.tensors['bh']! }), 'model-tensor', /"b"/],
    ['shapes that disagree', (p) => (p.tensors['w']!.shape = [1, 2]), 'model-shape', /"w" .*\[2, 1\]/],
    ['bytes too many', (p) => (p.data = floats(1, 2, 3, 4, 5, 6)), 'model-tensor', /bytes after the last tensor/],
    ['bytes too few', (p) => (p.data = floats(1, 2, 3, 4)), 'model-truncated', /ends/],
    ['no number', (p) => (p.data = floats(1, 2, 3, 4, Number.NaN)), 'model-weights', /w/],
  ])('%s', (_name, change, code, message) => {
    const all = parts();
    change(all);
    const error = errorOf(() => loadRbm(file(all)));
    expect(error).toMatchObject({ name: 'HarmoniumError', code });
    expect(error.message).toMatch(message);
  });

  it('every flipped byte and every cut is found', () => {
    for (let at = 0; at < BYTES.length; at++) {
      const flipped = BYTES.slice();
      flipped[at]! ^= 1 << (at % 8);
      expect(() => loadRbm(flipped)).toThrow(HarmoniumError);
      expect(() => loadRbm(BYTES.slice(0, at))).toThrow(HarmoniumError);
    }
  });

  it('music models and machines are not each other’s', () => {
    expect(errorOf(() => loadRbm(writeModel(someModel(1, 1, 2)))).message).toContain('"harmonium-rbm"');
    expect(errorOf(() => readModel(BYTES)).code).toBe('model-metadata');
    expect(errorOf(() => loadRbm([] as never)).code).toBe('option-range');
  });
});

function missing(): boolean {
  try {
    execFileSync('python3', ['-c', 'import safetensors, numpy'], { stdio: 'ignore' });
    return false;
  } catch {
    console.log('skipped: python3 with safetensors and numpy is not there, so its reader is not asked');
    return true;
  }
}

it.skipIf(missing())('Python opens it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-'));
  try {
    const path = join(folder, 'machine.safetensors');
    writeFileSync(path, BYTES);
    const code = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], 'np') as file:
    print(json.dumps([file.metadata()['architecture'], {n: [str(file.get_tensor(n).dtype), list(file.get_tensor(n).shape)] for n in file.keys()}]))
`;
    expect(JSON.parse(execFileSync('python3', ['-c', code, path], { encoding: 'utf8' }))).toEqual([
      'rbm',
      { bh: ['float32', [3]], bv: ['float32', [4]], w: ['float32', [4, 3]] },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
