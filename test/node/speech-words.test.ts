/**
 * Words around speech: those of a command, those that PocketSphinx prints, and what its two passes come to.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { combinePasses } from '../../src/node/speech/combine-passes.ts';
import { MOST_MOOD_WORDS, moodGrammar, pronounceable } from '../../src/node/speech/mood-grammar.ts';
import { phoneDistance } from '../../src/node/speech/phone-distance.ts';
import { type Pronunciations, readPronunciations } from '../../src/node/speech/pronunciations.ts';
import { splitCommand } from '../../src/node/speech/split-command.ts';
import { parseTimeJson, parseTimeLines } from '../../src/node/speech/word-times.ts';
import { temporaryFolder } from './harmonium.ts';

const folder = temporaryFolder();

describe('splitCommand', () => {
  it.each([
    ['hear {file}', ['hear', 'F']],
    ['  hear\t-f   {file}\n', ['hear', '-f', 'F']],
    [`'my program' --in={file} "a b" c\\ d`, ['my program', '--in=F', 'a b', 'c d']],
    [`hear '{file}' "{file}" {file}.txt`, ['hear', 'F', 'F', 'F.txt']],
    [`a'b'"c"\\d '' "" {file}`, ['abcd', '', '', 'F']],
    [`hear "\\"\\\\\\n$HOME" '\\' $(x) | > * {file}`, ['hear', '"\\\\n$HOME', '\\', '$(x)', '|', '>', '*', 'F']],
    ['hear “{file}” 听', ['hear', '“F”', '听']],
  ])('%s', (command, words) => {
    expect(splitCommand(command, 'F')).toEqual(words);
  });

  it('puts the path in as it is', () => {
    const path = `/tmp/$& '"\\ {file}.wav`;
    expect(splitCommand('hear {file}', path)).toEqual(['hear', path]);
  });

  it.each([
    ['', 'a program and its arguments'],
    ['   ', 'a program and its arguments'],
    [`'' {file}`, 'a program and its arguments'],
    ['hear file', 'a command with {file}'],
    [`hear '{file}`, 'closed quotes'],
    ['hear "{file}', 'closed quotes'],
    ['hear {file} \\', 'closed quotes'],
  ])('refuses %j', (command, expected) => {
    expect(() => splitCommand(command, 'F')).toThrow(`--recogniser: expected ${expected}`);
  });
});

describe('the output of PocketSphinx', () => {
  it('as lines', () => {
    const output =
      'i want a (sad) song\n<s> 0.000 0.160 1.000000\nI 0.170 0.260 0.863970\n(NULL) 0.26 0.26 1.0\n[NOISE] 0.3 0.4 1.0\nsong(2) 1.510 1.980 0.282706\n++UM++ 2.0 2.1 1.0\n</s> 1.990 2.110 1.000000\n\n';
    expect(parseTimeLines(output)).toEqual([
      { word: 'i', start: 0.17, end: 0.26, confidence: 0.86397 },
      { word: 'song', start: 1.51, end: 1.98, confidence: 0.282706 },
    ]);
  });

  it('as JSON, and nothing else', () => {
    const output =
      '{"b":0.000,"d":2.420,"p":0.995,"t":"go","w":[{"b":0.000,"d":0.160,"p":1.000,"t":"<s>"},{"b":0.250,"d":0.500,"p":0.900,"t":"go(2)"},{"t":"bad"},null]}\nnull\n{"w":3}\n{"w":[\nnoise\n';
    expect(parseTimeJson(output)).toEqual([{ word: 'go', start: 0.25, end: 0.75, confidence: 0.9 }]);
  });
});

describe('two passes', () => {
  writeFileSync(
    join(folder, 'words.dict'),
    `and AH N D\nand(2) AE N D\ncalm K AA M\ncommon K AA M AH N\nfurious F Y UH R IY AH S\nhope HH OW P\njoy JH OY
one W AH N\none(2) HH W AH N\nsad S AE D\nserious S IH R IY AH S\nterror T EH R ER\nwonder W AH N D ER\nit's IH T S\n`,
  );
  const pronunciations: Pronunciations = readPronunciations(join(folder, 'words.dict'));
  const moods = new Set(['calm', 'furious', 'hope', 'joy', 'sad', 'serious', 'terror', 'wonder']);
  it.each([
    ['one that sounds alike', 'hope and one terror', 'hope and wonder*2', 'hope and wonder'],
    ['only where it sounds alike', 'hope and one terror', 'hope and joy*2', 'hope and one terror'],
    ['what both heard', 'sad and hope', 'sad and hope', 'sad and hope'],
    ['not what the first is sure of', 'and:0.99 common:0.95', 'and calm', 'and common'],
    ['not a mood that it is sure of', 'serious:0.96 and*9:0.1', 'furious and*9', 'serious and'],
    ['a mood that it is not sure of', 'serious:0.6', 'furious', 'furious'],
    ['no other word', 'common', 'and', 'common'],
    ['nothing where the first heard nothing', 'and', 'and*7 calm', 'and'],
  ])('%s', (_, free, second, text) => {
    const combined = combinePasses(spoken(free), spoken(second), moods, pronunciations);
    expect(combined.map(({ word }) => word).join(' ')).toBe(text);
  });

  const distance = (word: string, ...others: string[]): number => phoneDistance(word, others, pronunciations);

  it('phoneDistance counts phones, half for the same manner, by the nearest pronunciation', () => {
    expect(distance('calm', 'calm')).toBe(0);
    expect(distance('calm', 'common')).toBe(2 / 5);
    expect(distance('wonder', 'one', 'terror')).toBe(2.5 / 7);
    expect(distance('serious', 'furious')).toBe(2 / 7);
    expect(distance('one', 'wonder')).toBe(2 / 5);
    expect(distance('and', 'joy')).toBe(1);
    expect(distance('nowhere', 'joy')).toBe(Infinity);
    expect(distance('joy', 'nowhere')).toBe(Infinity);
  });

  it('the grammar has the strongest words that can be pronounced', () => {
    const words = ['Sad', 'nowhere', 'sad', "it's", 'sad; public', 'hope'];
    expect(pronounceable(words, pronunciations)).toEqual(['sad', "it's", 'hope']);
    const many = new Map(Array.from({ length: 500 }, (_, n) => ['x'.repeat(n + 1), [['S']]]));
    expect(pronounceable([...many.keys()], many)).toHaveLength(MOST_MOOD_WORDS);
    expect(moodGrammar(['sad'], ['hope', 'sad', 'nowhere', 'a|b'], pronunciations)).toBe(
      '#JSGF V1.0;\ngrammar moods;\npublic <speech> = (sad | and | one | hope)+;\n',
    );
  });
});

/** Words of a second each, as `word` or `word:confidence`; a longer one as `word*2`. */
function spoken(text: string): { word: string; start: number; end: number; confidence: number }[] {
  let now = 0;
  return text.split(' ').map((part) => {
    const [, word = '', length = '1', confidence = '0.5'] = /^([\w']+)(?:\*(\d+))?(?::([\d.]+))?$/.exec(part) ?? [];
    const start = now;
    now += Number(length);
    return { word, start, end: now, confidence: Number(confidence) };
  });
}
