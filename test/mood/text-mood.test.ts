import { describe, expect, it } from 'vitest';
import { HarmoniumError, type Mood, moodOfText } from '../../src/index.ts';
import { PAIRS } from './pairs.ts';
import { LEXICON } from './words.ts';

const mood = (text: string) => moodOfText(text, LEXICON);
/** How far the mood of a text is from another on the axis where it is farther. */
const distance = (text: string, valence: number, arousal: number): number => {
  const found = mood(text);
  return Math.max(Math.abs(found.valence - valence), Math.abs(found.arousal - arousal));
};

/** Whether each text is higher on an axis than the one before. */
const ascend = (axis: keyof Mood, ...texts: string[]): boolean => {
  const values = texts.map((text) => mood(text)[axis]);
  return values.every((value, k) => k === 0 || value > (values[k - 1] ?? 0));
};

describe('a mood', () => {
  it.each([
    ['happy and excited', 0.8, 0.8],
    ['a sad and quiet song', -0.7, -0.6],
    ['peaceful', 0.7, -0.7],
    ['terrifying', -0.8, 0.8],
    ['I want to make a song which expresses hope and wonder', 0.68, 0.36],
    ['HAPPY', 0.85, 0.5],
    ['ｓａｄ', -0.8, -0.4],
    ['悲傷的音樂', -0.75, -0.35],
    ['happy 的音乐', 0.85, 0.5],
    ['😢', -0.7, -0.3],
    ['❤️', 0.8, 0.35],
    ['a funeral', -0.7, -0.4],
    ['fast', 0.15, 0.75],
    ['slow', -0.05, -0.7],
  ])('of %s', (text, valence, arousal) => {
    expect(distance(text, valence, arousal)).toBeLessThan(0.12);
  });

  it('names the words that decided, whose weights add up to 1', () => {
    const { keywords, unknown } = mood('A giddy and joyful blorp, rumpelstilz blorp');
    expect(keywords.map(({ word }) => word)).toEqual(['giddy', 'joyful']);
    expect(keywords[0]?.because).toHaveLength(3);
    expect(keywords[1]).not.toHaveProperty('because');
    expect(keywords.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 2);
    expect(unknown).toEqual(['blorp', 'rumpelstilz']);
    expect(mood('希望').keywords[0]?.because).toEqual(['hope']);
  });

  it('does not drown in nouns', () => {
    expect(distance('a happy song about rain, a night, a street and a window', 0.85, 0.5)).toBeLessThan(0.2);
  });

  it.each([
    ['lonelier', 'lonely'],
    ['happiest', 'happy'],
    ['gloomier', 'gloomy'],
    ['hopes', 'hope'],
    ['soothingly', 'soothing'],
    ["joy's", 'joy'],
  ])('of %s is like that of %s', (form, stem) => {
    const { valence, arousal } = mood(stem);
    expect(distance(form, valence, arousal)).toBeLessThan(0.15);
  });
});

describe('English and Chinese', () => {
  it.each(PAIRS)('agree: %s, %s', (english, chinese, valence, arousal) => {
    const moods = [mood(english), mood(chinese)] as const;
    const [one, other] = moods;
    expect([one.unknown, other.unknown]).toEqual([[], []]);
    for (const axis of ['valence', 'arousal'] as const) {
      expect({ axis, moods, close: Math.abs(one[axis] - other[axis]) <= 0.3 }).toEqual({ axis, moods, close: true });
      const sign = { valence, arousal }[axis];
      // A sign of 0 is either.
      const signs = moods.map((each: Mood) => Math.sign(each[axis]) * Math.abs(sign));
      expect(signs.map((each) => each + 0)).toEqual([sign, sign]);
    }
  });

  it('agree about hope and wonder', () => {
    const { valence, arousal } = mood('a song of hope and wonder');
    expect(distance('我想要一首能够表达出希望和奇迹的歌曲', valence, arousal)).toBeLessThan(0.15);
  });
});

describe('words around a word', () => {
  it('negate', () => {
    expect(ascend('valence', 'not happy', 'not very happy', 'happy')).toBe(true);
    expect(ascend('valence', 'sad', 'not sad', 'happy')).toBe(true);
    expect(ascend('valence', '不快乐', '不太快乐的', '快乐')).toBe(true);
    for (const text of ['no fear', 'without fear', "isn't scary", 'isn’t scary', 'neither scary nor sad', '没有恐惧']) {
      expect([text, mood(text).valence > 0.2]).toEqual([text, true]);
    }
    expect(distance('no fear or sorrow', 0.37, -0.2)).toBeLessThan(0.12);
    expect(mood('没有你的日子很孤单').valence).toBeLessThan(-0.5);
    expect(mood('我没有感到很快乐').valence).toBeLessThan(-0.1);
    expect(distance('not sad and happy', 0.8, 0.5)).toBeLessThan(0.2);
    expect(distance('not sad, happy', 0.8, 0.5)).toBeLessThan(0.2);
    expect(distance('never without hope', 0.7, 0.3)).toBeLessThan(0.12);
    expect(distance('not only sad', -0.8, -0.4)).toBeLessThan(0.12);
    // Said again, but negated.
    expect(ascend('valence', 'sad', 'sad not sad')).toBe(true);
    expect(ascend('valence', '悲伤', '悲伤不悲伤')).toBe(true);
    expect(mood('happy not happy gloomy').valence).toBeLessThan(mood('happy not happy').valence);
  });

  it('make it more or less', () => {
    expect(ascend('valence', 'extremely sad', 'very sad', 'sad', 'fairly sad', 'a bit sad')).toBe(true);
    expect(ascend('valence', '非常悲伤', '悲伤', '有点悲伤')).toBe(true);
    expect(ascend('valence', '悲伤极了', '悲伤')).toBe(true);
    expect(ascend('valence', 'very very sad', 'sad sad sad', 'very sad', 'sad')).toBe(true);
    expect(ascend('valence', "it's pretty sad", 'sad')).toBe(true);
    expect(mood('pretty flowers').valence).toBeGreaterThan(0.5);
  });

  it('contrast', () => {
    expect(ascend('valence', 'hopeful but sad', 'hopeful and sad', 'sad but hopeful')).toBe(true);
    expect(ascend('valence', '充满希望但是悲伤', '悲伤但是充满希望')).toBe(true);
    expect(ascend('valence', 'hopeful although sad', 'hopeful')).toBe(true);
    expect(mood('although sad, it is hopeful').valence).toBeGreaterThan(0.1);
    expect(mood('虽然悲伤，却充满希望').valence).toBeGreaterThan(0.1);
  });

  it('exclaim', () => {
    expect(ascend('arousal', 'happy', 'happy!', 'happy!!', 'happy！！！')).toBe(true);
    expect(mood('happy!!!!!!').arousal).toBe(mood('happy!!!').arousal);
    expect(mood('peaceful!')).toEqual(mood('peaceful'));
  });
});

describe('a text without a mood', () => {
  it.each([
    ['', 'got nothing'],
    [' \n\t\u3000', 'got nothing'],
    ['blorp xyzzy', 'got only unknown words: blorp, xyzzy'],
    ['我想要一首歌曲', 'got none in "我想要一首歌曲"'],
    ['Please play some music for me.', 'got none in'],
    ['12345 ???', 'got none in'],
    ['مرحبا', 'only unknown words: مرحبا'],
  ])('%j is refused', (text, message) => {
    expect(() => mood(text)).toThrow(expect.objectContaining({ code: 'no-mood', option: 'text' }));
    expect(() => mood(text)).toThrow(message);
  });

  it('or of too many characters, or no text at all, or with no lexicon, is refused', () => {
    expect(mood(`happy${' '.repeat(9_995)}`).valence).toBe(0.85);
    for (const wrong of [
      () => mood(`happy${' '.repeat(9_996)}`),
      () => mood(7 as unknown as string),
      () => moodOfText('happy', { ...LEXICON }),
    ]) {
      expect(wrong).toThrow(HarmoniumError);
      expect(wrong).toThrow(expect.objectContaining({ code: 'option-range' }));
    }
  });
});
