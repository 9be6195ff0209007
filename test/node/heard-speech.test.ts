/**
 * Festival speaks, PocketSphinx hears: where both are installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../src/node/speech/find-program.ts';
import { hearSpeech } from '../../src/node/speech/hear-speech.ts';
import { findPocketSphinx } from '../../src/node/speech/pocketsphinx.ts';
import { readWav } from '../../src/sound/read-wav.ts';
import { temporaryFolder } from './harmonium.ts';
import { MOOD_WORDS } from './mood-words.ts';

const folder = temporaryFolder();

/** Lets Festival speak a sentence; returns the sound file. */
function speak(sentence: string): string {
  const file = join(folder, `${sentence}.wav`);
  const args = ['-eval', '(voice_cmu_us_slt_arctic_hts)', '-o', file];
  const { status, stderr } = spawnSync('text2wave', args, { input: sentence });
  if (status !== 0) throw new Error(`text2wave: ${stderr.toString()}`);
  return file;
}

/** Whether something is missing, which is said on the console. */
function missing(): boolean {
  const lacking = [
    ...(findProgram('text2wave') === undefined ? ['festival'] : []),
    ...(findPocketSphinx()?.dictionary === undefined ? ['pocketsphinx with its English model'] : []),
  ];
  if (lacking.length === 0) {
    try {
      speak('hello');
    } catch {
      lacking.push('festvox-us-slt-hts');
    }
  }
  if (lacking.length > 0) console.info(`skipped: ${lacking.join(' and ')} not there, so nothing is spoken and heard`);
  return lacking.length > 0;
}

/** The mood words of a text. */
function moodsOf(text: string): string[] {
  return text.split(' ').filter((word) => MOOD_WORDS.includes(word));
}

describe.skipIf(missing())('the moods of a sentence are heard', () => {
  it.each([
    ['I want a sad and quiet song', ['sad', 'quiet']],
    ['a song of hope and wonder', ['hope', 'wonder']],
    ['play something happy and exciting', ['happy', 'exciting']],
    ['an angry song about war', ['angry', 'war']],
    ['peaceful music for a calm evening', ['peaceful', 'calm']],
    ['I feel lonely and afraid', ['lonely', 'afraid']],
  ])('%s', async (sentence, moods) => {
    const heard = await hearSpeech(speak(sentence), { words: MOOD_WORDS });
    expect(heard.by).toMatch(/^pocketsphinx/);
    expect({ ...heard, moods: moodsOf(heard.text) }).toMatchObject({ moods });
  });

  it('also in several utterances, and not in silence', async () => {
    const parts = ['I feel lonely and afraid', 'play something happy and exciting'].map((sentence) =>
      readFileSync(speak(sentence)),
    );
    const [first, second] = parts.map((bytes) => readWav(bytes));
    const rate = first!.rate;
    const data = [first!.data, new Uint8Array(4 * rate), second!.data];
    const file = join(folder, 'both.wav');
    const length = data.reduce((sum, { length: bytes }) => sum + bytes, 0);
    const header = new Uint8Array(parts[0]!.subarray(0, first!.offset));
    new DataView(header.buffer).setUint32(first!.offset - 4, length, true);
    new DataView(header.buffer).setUint32(4, first!.offset - 8 + length, true);
    writeFileSync(file, Buffer.concat([header, ...data]));
    const { text } = await hearSpeech(file, { words: MOOD_WORDS });
    expect(moodsOf(text)).toEqual(['lonely', 'afraid', 'happy', 'exciting']);

    const silent = Buffer.concat([header, new Uint8Array(length)]);
    writeFileSync(file, silent);
    await expect(hearSpeech(file, { words: MOOD_WORDS })).rejects.toThrow(/heard no words$/);
  });
});
