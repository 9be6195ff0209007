/**
 * Python's `safetensors` opens our files and we open its files.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModel } from '../../src/model/read-model.ts';
import { writeCompactModel } from '../../src/model/write-compact-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { someModel } from './some-model.ts';

function python(code: string, ...args: string[]): string {
  return execFileSync('python3', ['-c', code, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function missing(): boolean {
  try {
    python('import safetensors, numpy');
    return false;
  } catch {
    console.log('skipped: python3 with safetensors and numpy is not there, so its reader is not asked');
    return true;
  }
}

it.skipIf(missing())('agrees with Python', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-'));
  try {
    const ours = join(folder, 'ours.safetensors');
    const theirs = join(folder, 'theirs.safetensors');
    const model = someModel(3, 5, 7, { seed: 'a "quoted" ♯\n\u0001', polyphony: [3, 0, 12], other: { '': 'nothing' } });
    writeFileSync(ours, writeModel(model));
    const said = python(
      `
import json, sys
import numpy
from safetensors import safe_open
from safetensors.numpy import save_file
with safe_open(sys.argv[1], 'np') as file:
    tensors = {name: file.get_tensor(name) for name in file.keys()}
    metadata = file.metadata()
print(json.dumps({
    'metadata': metadata,
    'tensors': {name: [str(t.dtype), list(t.shape), t.flatten().tolist()] for name, t in tensors.items()},
}))
del metadata['digest']
tensors['w'] = tensors['w'] * 2
save_file(tensors, sys.argv[2], metadata)
`,
      ours,
      theirs,
    );
    const { rbm, training } = model;
    const { metadata, tensors } = JSON.parse(said) as { metadata: Record<string, string>; tensors: unknown };
    expect(tensors).toEqual({
      w: ['float32', [30, 7], [...rbm.w].map((value) => value + 0)],
      bv: ['float32', [30], [...rbm.bv]],
      bh: ['float32', [7], [...rbm.bh]],
    });
    expect(metadata).toMatchObject({
      format: 'harmonium',
      version: '1',
      steps: '3',
      tempo: '97.5',
      'training.': 'nothing',
      'training.voices': '3 0 12',
    });
    expect(metadata['training.seed']).toBe(training.seed);
    const doubled = readModel(readFileSync(theirs));
    expect(doubled).toEqual({ ...model, rbm: { ...rbm, w: rbm.w.map((value) => value * 2) } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.skipIf(missing())('lets Python unpack a compact model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-'));
  try {
    const path = join(folder, 'compact.safetensors');
    const bytes = writeCompactModel(someModel(3, 5, 7));
    writeFileSync(path, bytes);
    const said = python(
      `
import json, sys
import numpy as np
from safetensors.numpy import load_file
t = load_file(sys.argv[1])
n = np.stack([t['q'] & 15, t['q'] >> 4], axis=-1).reshape(len(t['q']), -1)[:, :len(t['bh'])]
w = np.zeros((len(t['bv']), len(t['bh'])), np.float32)
w[t['scale'] != 0] = t['scale'][t['scale'] != 0, None] * (n.astype(np.float32) - 8)
print(json.dumps([w.flatten().tolist(), t['bv'].tolist(), t['bh'].tolist()]))
`,
      path,
    );
    const { w, bv, bh } = readModel(bytes).rbm;
    expect(JSON.parse(said)).toEqual([w, bv, bh].map((numbers) => [...numbers].map((value) => value + 0)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
