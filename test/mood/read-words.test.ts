import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HarmoniumError, openLexicon } from '../../src/index.ts';
import { encodeUtf8 } from '../../src/math/text/utf8.ts';
import { decodeWords, encodeWords } from '../../src/mood/words/front-coding.ts';
import { readWords } from '../../src/mood/words/read-words.ts';
import { BLANK_DIGEST } from '../../src/safetensors/digest.ts';
import { type TypedTensor, writeTensors } from '../../src/safetensors/write-tensors.ts';
import { LEXICON, WORDS } from './words.ts';

const u8 = (name: string, shape: number[], data: ArrayLike<number>): TypedTensor => ({
  name,
  dtype: 'U8',
  shape,
  data: Uint8Array.from(data),
});
const f32 = (name: string, shape: number[], data: readonly number[]): TypedTensor => ({
  name,
  dtype: 'F32',
  shape,
  data: Float32Array.from(data),
});

/** The tensors of a small table: three words of which one is rated, two Chinese words, a traditional character. */
function parts(): Record<string, TypedTensor> {
  const [words, chinese, pairs] = [
    encodeWords(['glad', 'gladder', 'sad']),
    encodeUtf8('很\n快乐\n'),
    encodeUtf8('樂乐'),
  ];
  return {
    words: u8('words', [words.length], words),
    points: u8('points', [3, 1], [0x1f, 0x2e, 0xf1]),
    scale: f32('scale', [2], [1, 0.5]),
    anchors: u8('anchors', [1, 2], [0, 0]),
    ratings: u8('ratings', [1, 2], [180, 130]),
    weights: { name: 'weights', dtype: 'F16', shape: [1, 2], data: Uint16Array.of(0x3800, 0x3400) },
    fit: f32('fit', [2, 2], [0.1, 1, 0, 1]),
    valences: u8('valences', [1, 3], [2, 0, 3]),
    chinese: u8('chinese', [chinese.length], chinese),
    chinese_ratings: u8('chinese_ratings', [2, 4], [2, 130, 0, 0, 0, 185, 150, 1]),
    ties: u8('ties', [1, 2], [0, 0]),
    traditional: u8('traditional', [pairs.length], pairs),
  };
}

const META = new Map([
  ['format', 'harmonium-words'],
  ['version', '1'],
  ['digest', BLANK_DIGEST],
]);
const file = (tensors: Record<string, TypedTensor>, metadata: ReadonlyMap<string, string> = META): Uint8Array =>
  writeTensors(Object.values(tensors), metadata);

/** The code of the refusal, or undefined; any other error is the test's failure. */
function refusal(bytes: Uint8Array): string | undefined {
  try {
    openLexicon(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof HarmoniumError) return error.code;
    throw error;
  }
}

describe('a table of words', () => {
  it('is read', () => {
    const lexicon = openLexicon(file(parts()));
    expect(lexicon).toMatchObject({ english: 3, chinese: 2 });
    expect(lexicon.moodOf('glad')).toEqual({ valence: 0.8, arousal: 0.3, rated: true });
    expect(lexicon.moodOf('快乐')).toEqual({ valence: 0.85, arousal: 0.5, rated: true, because: ['glad'] });
    expect(lexicon.moodOf('gladder')).toMatchObject({ rated: false, because: ['glad'] });
    expect(lexicon.moodOf('很')).toBeUndefined();
    expect(lexicon.moodOf('constructor')).toBeUndefined();
  });

  it('has at least 12,000 words in at most 350,000 bytes', () => {
    expect(WORDS.length).toBeLessThanOrEqual(350_000);
    expect(LEXICON.english).toBeGreaterThanOrEqual(12_000);
    expect(LEXICON.chinese).toBeGreaterThanOrEqual(700);
  });

  it('is refused whichever byte is changed, and wherever it is cut off', () => {
    const bytes = file(parts());
    for (let at = 0; at < bytes.length; at++) {
      expect(refusal(bytes.subarray(0, at))).toMatch(/^model-/);
      for (let bit = 0; bit < 8; bit++) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect([at, bit, refusal(changed)]).toEqual([at, bit, expect.stringMatching(/^model-/)]);
      }
    }
    expect(refusal(Uint8Array.of(...bytes, 0))).toMatch(/^model-/);
    expect(() => openLexicon('words' as unknown as Uint8Array)).toThrow(
      expect.objectContaining({ code: 'option-range' }),
    );
  });

  it('without a digest is refused or a table, whichever byte is changed', () => {
    const bytes = file(parts(), new Map([...META].filter(([key]) => key !== 'digest')));
    const counts = new Map<string, number>();
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ flip;
        const code = refusal(changed) ?? 'table';
        counts.set(code, (counts.get(code) ?? 0) + 1);
        if (code !== 'table') continue;
        const lexicon = openLexicon(changed);
        for (const word of readWords(changed).words) {
          const { valence = NaN, arousal = NaN } = lexicon.moodOf(word) ?? {};
          expect(Math.abs(valence) <= 1 && Math.abs(arousal) <= 1).toBe(true);
        }
      }
    }
    for (const code of ['model-weights', 'model-shape', 'model-header', 'table'])
      expect(counts.get(code)).toBeGreaterThan(10);
  });

  it.each<[string, (tensors: Record<string, TypedTensor>) => void, string]>([
    [
      'words that are not in order',
      (t) => (t['words'] = u8('words', [10], [4, 115, 97, 100, 115, 4, 103, 108, 97, 100])),
      'ascending',
    ],
    ['capitals', (t) => (t['words'] = u8('words', [2], [1, 65])), 'letters from a to z'],
    ['half a word', (t) => (t['words'] = u8('words', [2], [2, 97])), 'a whole word'],
    ['a word too few', (t) => (t['words'] = u8('words', [2], [1, 97])), 'does not match'],
    ['a rated word that is none', (t) => (t['anchors'] = u8('anchors', [1, 2], [3, 0])), 'numbers from 0 to 2'],
    ['a rating above 1', (t) => (t['ratings'] = u8('ratings', [1, 2], [201, 0])), 'numbers from 0 to 200'],
    ['a scale of 0', (t) => (t['scale'] = f32('scale', [2], [1, 0])), 'tensor "scale"'],
    ['a valence of 6', (t) => (t['valences'] = u8('valences', [1, 3], [2, 0, 11])), 'numbers from 0 to 10'],
    ['a Chinese word twice', (t) => (t['chinese'] = u8('chinese', [8], encodeUtf8('很\n很\n'))), 'each word once'],
    ['an empty Chinese word', (t) => (t['chinese'] = u8('chinese', [5], encodeUtf8('很\n\n'))), 'words of 1 to'],
    ['no line feed', (t) => (t['chinese'] = u8('chinese', [7], encodeUtf8('很\n很'))), 'line feed'],
    ['a tie too many', (t) => (t['ties'] = u8('ties', [2, 2], [0, 0, 1, 0])), 'ties'],
    [
      'a kind that is none',
      (t) => (t['chinese_ratings'] = u8('chinese_ratings', [2, 4], [6, 0, 0, 0, 0, 0, 0, 1])),
      'numbers from 0 to 5',
    ],
    ['half a pair', (t) => (t['traditional'] = u8('traditional', [3], encodeUtf8('樂'))), 'pairs'],
    ['another tensor', (t) => (t['more'] = u8('more', [1], [0])), 'unknown tensor'],
  ])('with %s is refused', (_, change, message) => {
    const tensors = parts();
    change(tensors);
    expect(() => openLexicon(file(tensors))).toThrow(message);
  });

  it('of another format, a newer version or with other keys is refused', () => {
    for (const [key, text, message] of [
      ['format', 'harmonium', 'metadata "format"'],
      ['version', '2', 'newer version'],
      ['colour', 'blue', 'no key but'],
    ] as const) {
      expect(() => openLexicon(file(parts(), new Map([...META, [key, text]])))).toThrow(message);
    }
  });
});

it('front coding gives back any ascending words', () => {
  const words = ['a', 'ab', 'abcdefghijklmno', 'abcdefghijklmnp', 'b', 'zoo'];
  expect(decodeWords(encodeWords(words))).toEqual(words);
  expect(() => decodeWords(Uint8Array.of(0x11, 97))).toThrow(HarmoniumError);
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import safetensors, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it.skipIf(!hasPython())('opens in Python', () => {
  const path = fileURLToPath(new URL('../../fixtures/models/words.safetensors', import.meta.url));
  const code = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], 'np') as file:
    print(json.dumps([file.metadata(), {name: [str(file.get_tensor(name).dtype), list(file.get_tensor(name).shape)] for name in file.keys()}]))
`;
  const [metadata, tensors] = JSON.parse(execFileSync('python3', ['-c', code, path], { encoding: 'utf8' })) as [
    Record<string, string>,
    Record<string, [string, number[]]>,
  ];
  expect(metadata).toMatchObject({ format: 'harmonium-words', version: '1' });
  expect(metadata['licence']).toContain('MIT');
  expect(tensors['points']).toEqual(['uint8', [LEXICON.english, 16]]);
  expect(readFileSync(path).length).toBe(WORDS.length);
});
