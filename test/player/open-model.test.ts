/**
 * The player's reader takes what `readModel` takes, refuses what it refuses, and reads the same.
 */
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { chainRows } from '../../src/model/chain-bytes.ts';
import type { Model } from '../../src/model/model.ts';
import { readModel } from '../../src/model/read-model.ts';
import { trainingTexts } from '../../src/model/training-record.ts';
import { writeCompactModel } from '../../src/model/write-compact-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { type OpenModel, openModel } from '../../src/player/open-model.ts';
import { digestAt } from '../../src/safetensors/digest.ts';
import { seal } from '../fuzz/model-parts.ts';
import { assemble, file, smallParts } from '../model/file-parts.ts';
import { someModel } from '../model/some-model.ts';
import { packRows } from '../reference/bits.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyRows } from '../reference/toy.ts';

/** A model as both readers give it: of the record of its training the text of the preset. */
interface Played extends Omit<Model, 'training'> {
  readonly training: OpenModel['training'];
}

const playedOf = (model: Model): Played => ({
  ...model,
  training: { preset: trainingTexts(model.training)['preset'] },
});

/** What a reader makes of bytes: a model's texts and numbers, or the kind of error. */
function made(read: () => Played): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    expect(error.code).toMatch(/^model-(truncated|header|metadata|version|digest|tensor|shape|weights|chains)$/);
    return 'refused';
  }
}

/** The player's model with its weights spread out. */
function spread(bytes: Uint8Array): Played {
  const { cells, visible, hidden, bv, bh, scale, units, chains, ...meaning } = openModel(bytes);
  expect(cells).toBe(2 * meaning.steps * (meaning.pitches.high - meaning.pitches.low + 1));
  const w = new Float32Array(visible * hidden);
  let row = 0;
  for (let i = 0; i < visible; i++) {
    if (scale[i] === 0) continue;
    for (let j = 0; j < hidden; j++) w[i * hidden + j] = scale[i]! * units[row + j]!;
    row += hidden;
  }
  const rbm = { visible, hidden, w, bv, bh };
  if (chains === undefined) return { rbm, ...meaning };
  const width = (visible + 7) >> 3;
  return { rbm, chains: chainRows(chains, [chains.length / width, width], visible), ...meaning };
}

function agree(bytes: Uint8Array): boolean {
  const wanted = made(() => playedOf(readModel(bytes)));
  expect(made(() => spread(bytes))).toEqual(wanted);
  return wanted !== 'refused';
}

const withoutDigest = (bytes: Uint8Array): Uint8Array => {
  const text = Buffer.from(bytes).toString('latin1');
  const length = Number(Buffer.from(bytes).readBigUInt64LE());
  const header = text.slice(8, 8 + length).replace(/"digest":"[0-9a-f]{8}",/, '');
  return assemble(Buffer.from(header, 'latin1'), bytes.subarray(8 + length));
};

const WHOLE = someModel(2, 3, 5, {
  preset: 'article',
  seed: '🎵 "x"\n',
  other: Object.fromEntries([['__proto__', 'p']]),
});
const KEPT = { ...WHOLE, chains: packRows(toyRows(3, 12, 1), 12) };
const FILES = [WHOLE, KEPT, someModel(2, 3, 4, { moodUnits: 3 })]
  .flatMap((model) => [writeModel(model), writeCompactModel(model)])
  .flatMap((bytes) => [bytes, withoutDigest(bytes)]);

/** The smallest model with one key more in its metadata. */
function withKey(key: string, text: string = 'x'): Uint8Array {
  const { metadata, tensors, data } = smallParts();
  const words = JSON.stringify(metadata).replace('{', `{"${key}":"${text}",`);
  return assemble(`{"__metadata__":${words},${JSON.stringify(tensors).slice(1)}`, data);
}

/** Changes four bytes so that a sum becomes what is wanted: each bit of theirs changes a fixed set of the sum's. */
function forge(bytes: Uint8Array, at: number, sum: () => number, wanted: number): void {
  const view = new DataView(bytes.buffer);
  const start = view.getUint32(at);
  const base = sum();
  const rows: [change: number, bits: number][] = [];
  for (let bit = 0; bit < 32; bit++) {
    const bits = (1 << bit) >>> 0;
    view.setUint32(at, start ^ bits);
    const row: [number, number] = [sum() ^ base, bits];
    for (const [change, others] of rows) {
      if (row[0] & (1 << (31 - Math.clz32(change)))) [row[0], row[1]] = [row[0] ^ change, row[1] ^ others];
    }
    if (row[0] !== 0) rows.push(row);
  }
  let left = base ^ wanted;
  let bits = 0;
  for (const [change, others] of rows) {
    if (left & (1 << (31 - Math.clz32(change)))) [left, bits] = [left ^ change, bits ^ others];
  }
  view.setUint32(at, start ^ bits);
}

describe('openModel', () => {
  it('reads what readModel reads', () => {
    for (const bytes of [...FILES, file(smallParts())]) {
      expect(agree(bytes)).toBe(true);
      const shifted = new Uint8Array(bytes.length + 3).subarray(3);
      shifted.set(bytes);
      expect(agree(shifted)).toBe(true);
    }
    const words = { seed: 'x'.repeat(65_000) };
    expect(agree(writeModel({ ...WHOLE, training: words }))).toBe(true);
  });

  it.each([
    ['a key twice', (text: string) => text.replace('"steps"', '"tempo":"120","steps"')],
    [
      'a tensor twice',
      (text: string) => text.replace('"bh"', '"bh":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"bh"'),
    ],
    ['a key of its own', (text: string) => text.replace('"dtype"', '"name":"x","dtype"')],
    ['a key twice in a tensor', (text: string) => text.replace('"dtype"', '"dtype":"F32","dtype"')],
    ['a shape that is no list', (text: string) => text.replace('[1]', '1')],
    ['a list in a shape', (text: string) => text.replace('[1]', '[[1]]')],
    ['a text in a shape', (text: string) => text.replace('[1]', '["1"]')],
    ['a fraction', (text: string) => text.replace('[1]', '[1.0]')],
    ['an exponent', (text: string) => text.replace('[1]', '[1e0]')],
    ['minus nought', (text: string) => text.replace('[0,4]', '[-0,4]')],
    ['a leading zero', (text: string) => text.replace('[0,4]', '[0,04]')],
    ['a huge number', (text: string) => text.replace('[0,4]', '[0,90071992547409931]')],
    ['true', (text: string) => text.replace('"1"', 'true')],
    ['a word that is no text', (text: string) => text.replace('"120"', '120')],
    ['metadata that is a text', (text: string) => text.replace(/\{"format[^}]*\}/, '"harmonium"')],
    ['metadata that is a list', (text: string) => text.replace(/\{"format[^}]*\}/, '["format"]')],
    ['no metadata', (text: string) => text.replace(/"__metadata__":\{[^}]*\},/, '')],
    ['another prototype', (text: string) => text.replace('"bh"', '"__proto__":{},"bh"')],
    ['half a character', (text: string) => text.replace('"120"', '"120","training.x":"\\ud83c"')],
    ['half a character in a key', (text: string) => text.replace('"120"', '"120","training.\\udf00":""')],
    ['a tab in a text', (text: string) => text.replace('"120"', '"120","training.x":"\t"')],
    ['a space before', (text: string) => ` ${text}`],
    ['a line break after', (text: string) => `${text}\n`],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['16.0 steps', (text: string) => text.replace('"steps":"1"', '"steps":"1.0"')],
    ['a list', (text: string) => `[${text}]`],
    ['nothing', () => '  '],
    ['a shape that is a text', (text: string) => text.replace('"shape":[1]', '"shape":"1"')],
    ['an object in a shape', (text: string) => text.replace('[1]', '[{"0":1}]')],
    ['null in a shape', (text: string) => text.replace('[1]', '[null]')],
    ['an empty shape', (text: string) => text.replace('[1]', '[]')],
    ['texts as offsets', (text: string) => text.replace('[0,4]', '["0","4"]')],
    ['offsets that are a text', (text: string) => text.replace('[0,4]', '"04"')],
    ['offsets out of order', (text: string) => text.replace('[0,4]', '[4,0]')],
    ['a type that is a list', (text: string) => text.replace('"F32"', '["F32"]')],
    ['lists within lists without end', (text: string) => text.replace('"F32"', '['.repeat(9000) + ']'.repeat(9000))],
    ['a list as a word', (text: string) => text.replace('"120"', '"120","training.x":["1"]')],
    ['a list as a number', (text: string) => text.replace('"120"', '[120]')],
    ['3.99 as a grid', (text: string) => text.replace('"grid":"4"', '"grid":"3.99"')],
    ['a word that all objects have', (text: string) => text.replace('"120"', '"120","constructor":"1"')],
    ['an escape without end', (text: string) => text.replace('"120"', '"120","training.x":"\\')],
    [
      'chains whose shape has a text',
      (text: string) => text.replace(/\}$/, ',"chains":{"dtype":"U8","shape":["1",1],"data_offsets":[20,21]}}'),
      1,
    ],
    [
      'chains whose shape is a text',
      (text: string) => text.replace(/\}$/, ',"chains":{"dtype":"U8","shape":"1","data_offsets":[20,21]}}'),
      1,
    ],
  ])('refuses %s', (_, change, more = 0) => {
    const bytes = file(smallParts());
    const length = bytes[0]! + 256 * bytes[1]!;
    const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    const changed = change(text);
    expect(changed).not.toBe(text);
    const data = new Uint8Array(bytes.length - 8 - length + more);
    data.set(bytes.subarray(8 + length));
    expect(agree(assemble(changed, data))).toBe(false);
  });

  it.each([
    ['spaces and line breaks between', (text: string) => text.replaceAll(':', ' :\n').replaceAll(',', '\t,\r')],
    ['spaces after', (text: string) => `${text}   `],
    ['a character in two escapes', (text: string) => text.replace('"120"', '"120","training.x":"\\ud83c\\udfb5"')],
    ['braces in a text', (text: string) => text.replace('"120"', '"120","training.\\"}{:":"\\\\"')],
  ])('takes %s', (_, change) => {
    const bytes = file(smallParts());
    const length = bytes[0]! + 256 * bytes[1]!;
    const changed = change(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(agree(assemble(changed, bytes.subarray(8 + length)))).toBe(true);
  });

  it('takes the bare chains of the same file', () => {
    const parts = smallParts();
    const chains = { dtype: 'U8', shape: [1, 1], data_offsets: [20, 21] };
    const bytes = file({ ...parts, tensors: { ...parts.tensors, chains }, data: Uint8Array.of(...parts.data, 0xc0) });
    expect(agree(bytes)).toBe(true);
  });

  it('finds the digest however its key is spelled, and whatever else looks like one', () => {
    for (const [before, after] of [
      ['"digest"', '"\\u0064igest"'],
      ['"digest"', '"training.\\"digest":"x","digest"'],
      ['"digest"', '"training.x":"digest","digest"'],
      ['"digest":', '"digest" \n:\t'],
    ] as const) {
      const bytes = writeModel(WHOLE);
      const length = 8 + bytes[0]! + 256 * bytes[1]!;
      const header = new TextDecoder().decode(bytes.subarray(8, length));
      const changed = assemble(header.replace(before, after), bytes.subarray(length));
      expect(agree(changed)).toBe(false);
      seal(changed);
      expect(agree(changed)).toBe(true);
    }
  });

  it('refuses a digest that is written with an escape, even if its sum holds', () => {
    const bytes = writeModel(WHOLE);
    const length = 8 + bytes[0]! + 256 * bytes[1]!;
    const header = new TextDecoder().decode(bytes.subarray(8, length));
    const changed = assemble(header.replace(/"digest":"\w{8}/, '"digest":"\\u00301234567'), bytes.subarray(length));
    const at = header.indexOf('"digest":"') + 18;
    forge(changed, changed.length - 4, () => Number.parseInt(digestAt(changed, at), 16), 0x01234567);
    expect(digestAt(changed, at)).toBe('01234567');
    expect(agree(changed)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['numbers with a sign', Int8Array.from(FILES[0]!)],
    ['a clamped array', Uint8ClampedArray.from(FILES[0]!)],
    ['what only says that it is bytes', { BYTES_PER_ELEMENT: 1, length: 100 }],
    ['a view', new DataView(FILES[0]!.slice().buffer)],
    ['a list', [...FILES[0]!]],
    ['null', null],
  ])('refuses %s', (_, bytes) => {
    for (const read of [readModel, openModel]) {
      expect(() => read(bytes as Uint8Array)).toThrow(
        expect.objectContaining({ code: 'option-range', option: 'bytes' }),
      );
    }
  });

  it('refuses keys that all objects have, also in a bundle for engines without rest properties', () => {
    const { outputFiles } = buildSync({
      entryPoints: [fileURLToPath(new URL('../../dist/player/index.js', import.meta.url))],
      bundle: true,
      format: 'iife',
      globalName: 'player',
      target: 'es2017',
      write: false,
    });
    const lowered = runInNewContext(`${outputFiles[0]!.text}; player`) as typeof import('../../src/player/index.ts');
    for (const key of ['__proto__', 'constructor']) {
      expect(agree(withKey(key))).toBe(false);
      expect(() => lowered.openPlayer(withKey(key))).toThrow(expect.objectContaining({ code: 'model-metadata' }));
      expect(agree(withKey(`training.${key}`))).toBe(true);
      lowered.openPlayer(withKey(`training.${key}`));
    }
  });

  it('takes RBMs only, and every text of a training', () => {
    expect(agree(withKey('architecture', 'rbm'))).toBe(true);
    for (const text of ['', 'rnn-rbm', 'RBM', 'undefined', 'rbm ']) {
      expect(agree(withKey('architecture', text))).toBe(false);
      expect(() => openModel(withKey('architecture', text))).toThrow(
        expect.objectContaining({ code: 'model-metadata' }),
      );
    }
    for (const key of ['preset', 'epochs', 'voices', 'keys', 'sustain', 'x', '']) {
      for (const text of ['', '1', '01', 'yes', 'article', 'Article'])
        expect(agree(withKey(`training.${key}`, text))).toBe(true);
    }
    expect(openModel(withKey('training.preset', 'article')).training.preset).toBe('article');
    for (const key of ['training', 'Training.x', 'xarchitecture', 'architecturex', 'digests']) {
      expect(agree(withKey(key))).toBe(false);
    }
  });

  it('takes mood units that are a number of units, and the units with them', () => {
    for (const text of ['', '0', '01', '1.5', '-5', 'yes', '1e0']) {
      expect(agree(withKey('training.moodUnits', text))).toBe(true);
      expect(openModel(withKey('training.moodUnits', text))).toMatchObject({ cells: 2, visible: 2 });
    }
    for (const text of ['1', '99999']) expect(agree(withKey('training.moodUnits', text))).toBe(false);
    expect(openModel(writeModel(someModel(2, 3, 4, { moodUnits: 3 })))).toMatchObject({ cells: 12, visible: 15 });
  });

  it('keeps nothing of a Node buffer', () => {
    const buffer = Buffer.from(writeModel(KEPT));
    const { chains } = openModel(buffer);
    const before = [...chains!];
    buffer.fill(0);
    expect([...chains!]).toEqual(before);
  });

  it('takes as long as the file for texts without end', () => {
    for (const text of ['"', '\\"', '"\\', '{"', '"a" ', ' "']) {
      const started = performance.now();
      expect(agree(assemble(`{"${text.repeat(65_000 / text.length)}`))).toBe(false);
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it('agrees on 20,000 mutations', () => {
    const random = mulberry32(2026);
    const below = (n: number): number => Math.floor(random() * n);
    let taken = 0;
    for (let n = 0; n < 20_000; n++) {
      const bytes = FILES[n % FILES.length]!.slice();
      const header = 8 + bytes[0]! + 256 * bytes[1]!;
      for (let changes = 1 + below(3); changes > 0; changes--) {
        // Mostly in the header, and mostly to what JSON is made of.
        const at = below(4) > 0 ? below(header) : below(bytes.length);
        const marks = '{}[],:"\\0123456789 \nu';
        bytes[at] = below(2) === 0 ? marks.charCodeAt(below(marks.length)) : below(256);
      }
      const cut = below(20) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
      if (agree(cut)) taken++;
    }
    // Changed weights and words are other models, but models.
    expect(taken).toBeGreaterThan(300);
    expect(taken).toBeLessThan(19_000);
  });
});
