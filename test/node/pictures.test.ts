import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/in-parts.ts';
import { songPicture } from '../../src/node/report/song-picture.ts';
import { songToRoll } from '../../src/roll/song-to-roll.ts';
import { elements, parseXml } from '../picture/xml.ts';
import { aSong } from '../sound/a-song.ts';
import { harmonium, temporaryFolder } from './harmonium.ts';

const folder = temporaryFolder();
const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));

function titles(bars: number, numerator: number, denominator: number): string[] {
  const quarters = Array.from({ length: bars * numerator }, (_, n) => ({
    start: n * 480 * (4 / denominator),
    length: 100,
  }));
  const song = aSong(quarters, { timeSignatures: [{ tick: 0, numerator, denominator }] });
  const svg = atOnce(songPicture('x.mid', song, songToRoll(song).roll));
  return elements(parseXml(svg), 'text')
    .filter((text) => text.attributes.get('font-weight') === '600')
    .map(({ text }) => text);
}

describe('the picture of a song', () => {
  it('has four bars a panel, as long as the song says', () => {
    expect(titles(9, 3, 4)).toEqual(['x.mid', 'bars 1–4', 'bars 5–8', 'bar 9']);
    expect(titles(4, 6, 8)).toEqual(['x.mid', 'bars 1–4']);
    expect(titles(5, 4, 4)).toEqual(['x.mid', 'bars 1–4', 'bar 5']);
  });

  it('says what it leaves out', () => {
    const all = titles(130, 4, 4);
    expect(all[0]).toBe('x.mid: the first 128 of 130 bars');
    expect(all).toHaveLength(33);
  });
});

describe('inspect --picture', () => {
  it('draws a tune and a model', () => {
    const [roll, fields] = [join(folder, 'roll.svg'), join(folder, 'fields.svg')];
    const tune = harmonium(['inspect', fixture('midi/frere-jacques.mid'), '--picture', roll]);
    expect(tune).toMatchObject({ code: 0 });
    expect(tune.out).toContain('frere-jacques.mid');
    expect(elements(parseXml(readFileSync(roll, 'utf8')), 'title')[0]?.text).toBe('frere-jacques.mid');
    const model = harmonium(['inspect', fixture('models/default.safetensors'), '--json', '--picture', fields]);
    expect(model).toMatchObject({ code: 0, err: '' });
    expect(elements(parseXml(readFileSync(fields, 'utf8')), 'title')[0]?.text).toContain('hidden units');
    const piped = harmonium(['inspect', fixture('models/default.safetensors'), '--picture', '-']);
    expect(piped).toMatchObject({ code: 0, out: readFileSync(fields, 'utf8') });
  });

  it.each([
    ['more than one file', [fixture('midi'), '--picture', 'x.svg'], '--picture draws one file'],
    ['its own input', [fixture('midi/aura-lee.mid'), '--picture', fixture('midi/aura-lee.mid')], 'over the input'],
    ['two things on stdout', [fixture('midi/aura-lee.mid'), '--picture', '-', '--json'], 'both write to stdout'],
  ])('refuses %s', (_name, args, message) => {
    const ran = harmonium(['inspect', ...args], { cwd: folder });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(message);
  });
});
