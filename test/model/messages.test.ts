/**
 * Messages about files in which every name and text is hostile: one line each, without a character that moves the cursor, breaks
 * the line or turns the writing round.
 */
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { oneLine, shown } from '../../src/math/text/shown.ts';
import { readCheckpoint } from '../../src/model/checkpoints/read-checkpoint.ts';
import { writeCheckpoint } from '../../src/model/checkpoints/write-checkpoint.ts';
import { readModel } from '../../src/model/read-model.ts';
import { prepareTraining } from '../../src/music/training/train-model.ts';
import { checkpointOf, resumeFrom, trainingDigest } from '../../src/music/training/training-checkpoint.ts';
import { songToRoll } from '../../src/roll/song-to-roll.ts';
import { seal } from '../fuzz/model-parts.ts';
import { bundled } from '../music/fixture.ts';
import { assemble, file, floats, type Parts, smallParts } from './file-parts.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const BAD = [
  ...range(0, 0x1f),
  ...range(0x7f, 0x9f),
  0x061c,
  0x200e,
  0x200f,
  ...range(0x2028, 0x202e),
  ...range(0x2066, 0x2069),
].map((code) => String.fromCodePoint(code));

/** The error that a reader gives, with all its texts looked at. */
function look(read: () => unknown): string {
  const error = thrownBy(read);
  for (const text of [error.message, error.expected ?? '', error.got ?? '']) {
    const bad = BAD.filter((character) => text.includes(character)).map((character) => character.codePointAt(0));
    expect({ text: oneLine(text, 1000), bad }).toEqual({ text: oneLine(text, 1000), bad: [] });
    expect(text.length).toBeLessThan(1000);
  }
  return error.code;
}

function thrownBy(read: () => unknown): HarmoniumError {
  try {
    read();
  } catch (error) {
    if (error instanceof HarmoniumError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const changed = (change: (parts: Parts) => void): Uint8Array => {
  const parts = smallParts();
  change(parts);
  return file(parts);
};

describe('shown', () => {
  it('escapes what is no letter, and nothing else', () => {
    for (const bad of BAD) {
      expect(shown(`a${bad}b`)).toMatch(/^"a(\\u[\da-f]{4}|\\[bfnrt])b"$/);
      expect(oneLine(bad, 1)).toMatch(/^\\u[\da-f]{4}$/);
    }
    const good = 'añ🎵 \u00a0\u200b\u2027\u202f\u2065\u206a~!';
    expect(oneLine(good, 100)).toBe(good);
    expect(JSON.parse(shown(good))).toBe(good);
    expect(shown('x'.repeat(60_000))).toBe(`"${'x'.repeat(40)}…"`);
    expect(oneLine('x'.repeat(60_000), 3)).toBe('xxx…');
  });
});

/** What a hostile text may stand in, and the code of the error. */
const MODELS: Readonly<Record<string, [code: string, make: (text: string) => Uint8Array]>> = {
  'an unknown key': ['metadata', (text) => changed(({ metadata }) => (metadata[text] = text))],
  'a format': ['metadata', (text) => changed(({ metadata }) => (metadata['format'] = text))],
  'a version': ['metadata', (text) => changed(({ metadata }) => (metadata['version'] = text))],
  'a number of steps': ['metadata', (text) => changed(({ metadata }) => (metadata['steps'] = text))],
  'a tempo': ['metadata', (text) => changed(({ metadata }) => (metadata['tempo'] = text))],
  'a highest pitch': ['metadata', (text) => changed(({ metadata }) => (metadata['high'] = `6${text}`))],
  'a long digest': ['digest', (text) => changed(({ metadata }) => (metadata['digest'] = text))],
  'a name of a tensor': ['tensor', (text) => changed(({ tensors }) => (tensors[text] = tensors['w']!))],
  'a type': ['tensor', (text) => changed(({ tensors }) => (tensors['w']!.dtype = text))],
  'a key of a tensor': [
    'header',
    (text) => changed(({ tensors }) => Object.assign(tensors['w']!, { [`${text}x`]: text })),
  ],
  'a tensor without anything': [
    'header',
    (text) => changed(({ tensors }) => (tensors[text] = {} as (typeof tensors)[''])),
  ],
  'a key twice': [
    'header',
    (text) => assemble(`{"__metadata__":{${JSON.stringify(text)}:"",${JSON.stringify(text)}:""}}`),
  ],
  'a tensor twice': [
    'header',
    (text) => {
      const tensor = `${JSON.stringify(text)}:{"dtype":"F32","shape":[1],"data_offsets":[0,4]}`;
      return assemble(`{${tensor},${tensor}}`);
    },
  ],
  'raw characters between': ['header', (text) => assemble(`{${text}?}`)],
  'raw characters in a text': ['header', (text) => assemble(`{"${text}\n":1}`)],
  'raw characters after a backslash': ['header', (text) => assemble(`{"\\${text}":1}`)],
};

describe('readModel', () => {
  it.each(Object.entries(MODELS))('says nothing hostile about %s', (_, [code, make]) => {
    for (const bad of [...BAD, BAD.join(''), `${BAD[0]}`.repeat(60)]) {
      expect(look(() => readModel(make(bad)))).toBe(`model-${code}`);
    }
  });

  it('says nothing hostile about a digest of eight characters', () => {
    // Of the hostile ones only DEL is a single byte that a text may have.
    expect(look(() => readModel(changed(({ metadata }) => (metadata['digest'] = '\u007f'.repeat(8)))))).toBe(
      'model-digest',
    );
  });
});

describe('readCheckpoint and resumeFrom', () => {
  // What is refused here is refused before anything of the training is changed.
  const mine = prepareTraining([songToRoll(bundled('silent-night')).roll], {
    epochs: 2,
    hidden: 2,
    chains: 2,
    seed: 'a',
  });
  const kept = checkpointOf(mine, [], trainingDigest(mine.trainer), 'writer');
  const { memory } = kept;

  /** A file whose header says something else, under a digest that holds. */
  function withHeader(change: (text: string) => string): Uint8Array {
    const bytes = writeCheckpoint(kept);
    const length = 8 + bytes[0]! + 256 * bytes[1]!;
    const header = new TextDecoder().decode(bytes.subarray(8, length)).trimEnd();
    const changedHeader = change(header);
    expect(changedHeader).not.toBe(header);
    const changedFile = assemble(changedHeader, bytes.subarray(length));
    seal(changedFile);
    return changedFile;
  }

  const CHECKPOINTS: Readonly<Record<string, [code: string, change: (text: string, header: string) => string]>> = {
    'an unknown key': ['metadata', (text, header) => header.replace('"writer"', () => `"${text}":"${text}","writer"`)],
    'a checksum': ['metadata', (text, header) => header.replace('"rows":"', () => `"rows":"${text}`)],
    'a number': ['metadata', (text, header) => header.replace('"memory.epoch":"', () => `"memory.epoch":"${text}`)],
    "a number's name": ['metadata', (text, header) => header.replace('"memory.epoch":"', () => `"memory.${text}":"x`)],
    'a format': ['metadata', (text, header) => header.replace('"format":"', () => `"format":"${text}`)],
    'a writer': [
      'version',
      (text, header) =>
        header.replace('"version":"1"', '"version":"2"').replace('"writer":"', () => `"writer":"${text}`),
    ],
    'a type': ['tensor', (text, header) => header.replace('"F32"', () => `"${text}"`)],
    "a tensor's name and type": [
      'tensor',
      (text, header) => header.replace('"w":{"dtype":"F32"', () => `"${text}":{"dtype":"F16"`),
    ],
    "a tensor's name and length": [
      'shape',
      (text, header) => header.replace(/"w":(\{"dtype":"F32","shape":\[)/, (_, rest: string) => `"${text}":${rest}1`),
    ],
    "a tensor's name and shape": [
      'shape',
      (text, header) => header.replace(/"w":(\{"dtype":"F32","shape":\[)/, (_, rest: string) => `"${text}":${rest}1,`),
    ],
  };

  it.each(Object.entries(CHECKPOINTS))('say nothing hostile about %s', (_, [code, change]) => {
    for (const bad of [...BAD, BAD.join('')]) {
      const text = JSON.stringify(bad).slice(1, -1);
      expect(look(() => readCheckpoint(withHeader((header) => change(text, header))))).toBe(`model-${code}`);
    }
  });

  it('say nothing hostile about weights that are none', () => {
    for (const bad of BAD) {
      const bytes = withHeader((header) => header.replace('"w":', () => `${JSON.stringify(bad)}:`));
      bytes.set(floats(Number.NaN), bytes.length - 4);
      seal(bytes);
      expect(look(() => readCheckpoint(bytes))).toBe('model-weights');
    }
  });

  it('say nothing hostile about options and names of another training', () => {
    for (const bad of [...BAD, BAD.join(''), 'x'.repeat(9000)]) {
      const { w, ...arrays } = memory.arrays;
      const others: (typeof kept)[] = [
        { ...kept, options: { ...kept.options, seed: bad } },
        { ...kept, options: { ...kept.options, [`a${bad}`]: bad } },
        { ...kept, memory: { ...memory, arrays: { ...arrays, [`w${bad}`]: w! } } },
        { ...kept, memory: { ...memory, numbers: { ...memory.numbers, [`epoch${bad}`]: 1 } } },
      ];
      const codes = others.map((other) => look(() => resumeFrom(mine, readCheckpoint(writeCheckpoint(other)))));
      expect(codes).toEqual(['checkpoint-other', 'checkpoint-other', 'checkpoint-memory', 'checkpoint-memory']);
    }
  });

  it('are not taken in by a name that reads like two', () => {
    const { bh, bv, ...arrays } = memory.arrays;
    const other = { ...kept, memory: { ...memory, arrays: { ...arrays, 'bh, bv': bh! } } };
    expect(look(() => resumeFrom(mine, readCheckpoint(writeCheckpoint(other))))).toBe('checkpoint-memory');
    expect(bv).toBeDefined();
  });
});
