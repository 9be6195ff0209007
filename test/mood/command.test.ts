import { describe, expect, it } from 'vitest';
import { harmonium } from '../node/harmonium.ts';

describe('harmonium mood', () => {
  it('shows the mood and the words that decided', () => {
    const { code, out, err } = harmonium(['mood', 'a song of hope and wonder']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [first, ...lines] = out.trimEnd().split('\n');
    expect(first).toMatch(/^valence \+0\.\d\d {2}arousal \+0\.\d\d {2}bright and lively$/);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe('   50 %  valence +0.70  arousal +0.30  hope');
  });

  it('names the neighbours of words that are not rated, and unknown words', () => {
    const { code, out, err } = harmonium(['mood', 'giddy', 'blorp']);
    expect({ code, err }).toEqual({ code: 0, err: 'unknown: blorp\n' });
    expect(out).toMatch(/giddy {2}\(\w+, \w+, \w+\)\n$/);
  });

  it.each([
    ['a sad and quiet song', 'dark and calm'],
    ['terrifying', 'dark and lively'],
    ['peaceful', 'bright and calm'],
    ['fast', 'lively'],
    ['table', 'neutral'],
  ])('%s is %s', (text, name) => {
    expect(harmonium(['mood', text]).out).toMatch(new RegExp(`arousal \\S+ {2}${name}\n`));
  });

  it('prints JSON, and reads stdin', () => {
    const { code, out, err } = harmonium(['mood', '-', '--json'], { input: Buffer.from('我想要一首悲伤的歌曲\n') });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({
      text: '我想要一首悲伤的歌曲\n',
      valence: expect.closeTo(-0.75, 1) as number,
      arousal: expect.closeTo(-0.35, 1) as number,
      keywords: [expect.objectContaining({ word: '悲伤', weight: 1, because: ['sad', 'sorrow'] })],
      unknown: [],
    });
  });

  it.each<[string, string[], string, string?]>([
    ['no text', ['mood'], 'mood needs a text'],
    ['an empty text', ['mood', ''], 'the text has no mood'],
    ['spaces', ['mood', '  '], 'got nothing'],
    ['unknown words', ['mood', 'blorp xyzzy'], 'got only unknown words: blorp, xyzzy'],
    ['words that only frame a request', ['mood', '我想要一首歌曲'], 'got none in'],
    ['a text that is too long', ['mood', 'happy '.repeat(2_000)], 'at most 10000 characters'],
    ['no UTF-8', ['mood', '-'], 'expected UTF-8', '\xff\xfe'],
    ['nothing on stdin', ['mood', '-'], 'got nothing', ''],
    ['an unknown option', ['mood', 'sad', '--loud'], "unknown option '--loud'"],
  ])('refuses %s', (_, args, message, input) => {
    const ran = harmonium(args, input === undefined ? {} : { input: Buffer.from(input, 'latin1') });
    expect({ code: ran.code, out: ran.out, err: ran.err }).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining(message) as string,
    });
  });
});
