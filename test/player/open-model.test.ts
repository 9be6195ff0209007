/**
 * The player's reader takes what `readModel` takes, refuses what it refuses, and reads the same.
 */
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { chainRows } from '../../src/model/chain-bytes.ts';
import type { Model } from '../../src/model/model.ts';
import { readModel } from '../../src/model/read-model.ts';
import { writeCompactModel } from '../../src/model/write-compact-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { openModel } from '../../src/player/open-model.ts';
import { assemble, file, smallParts } from '../model/file-parts.ts';
import { someModel } from '../model/some-model.ts';
import { packRows } from '../reference/bits.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyRows } from '../reference/toy.ts';

/** What a reader makes of bytes: a model's words and numbers, or the kind of error. */
function made(read: () => Model): unknown {
  try {
    const { rbm, ...meaning } = read();
    return { ...meaning, training: { ...meaning.training }, rbm };
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    expect(error.code).toMatch(/^model-(truncated|header|metadata|version|digest|tensor|shape|weights|chains)$/);
    return 'refused';
  }
}

/** The player's model with its weights spread out. */
function spread(bytes: Uint8Array): Model {
  const { visible, hidden, bv, bh, scale, units, chains, ...meaning } = openModel(bytes);
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
  const wanted = made(() => readModel(bytes));
  expect(made(() => spread(bytes))).toEqual(wanted);
  return wanted !== 'refused';
}

const withoutDigest = (bytes: Uint8Array): Uint8Array => {
  const text = Buffer.from(bytes).toString('latin1');
  const length = Number(Buffer.from(bytes).readBigUInt64LE());
  const header = text.slice(8, 8 + length).replace(/"digest":"[0-9a-f]{8}",/, '');
  return assemble(Buffer.from(header, 'latin1'), bytes.subarray(8 + length));
};

const WHOLE = someModel(2, 3, 5, { preset: 'article', seed: '🎵 "x"\n', ['__proto__']: 'p' });
const KEPT = { ...WHOLE, chains: packRows(toyRows(3, 12, 1), 12) };
const FILES = [WHOLE, KEPT]
  .flatMap((model) => [writeModel(model), writeCompactModel(model)])
  .flatMap((bytes) => [bytes, withoutDigest(bytes)]);

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
  ])('refuses %s', (_, change) => {
    const bytes = file(smallParts());
    const length = bytes[8 - 8]! + 256 * bytes[1]!;
    const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    const changed = change(text);
    expect(changed).not.toBe(text);
    expect(agree(assemble(changed, bytes.subarray(8 + length)))).toBe(false);
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
