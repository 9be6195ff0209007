import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { harmonium, temporaryFolder } from './harmonium.ts';

const folder = temporaryFolder();
const tune = fileURLToPath(new URL('../../fixtures/midi/frere-jacques.mid', import.meta.url));

describe('render', () => {
  it('writes a WAV file and tells what is in it', () => {
    const wav = join(folder, 'tune.wav');
    const ran = harmonium(['render', tune, '-o', wav]);
    expect(ran).toMatchObject({ code: 0, out: `${wav}\n` });
    expect(ran.err).toMatch(/^\d+ notes, \d+ s\n$/);
    const bytes = readFileSync(wav);
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');

    const told = JSON.parse(harmonium(['render', tune, '-o', wav, '--json']).out);
    expect(told).toMatchObject({ file: tune, output: wav, sampleRate: 44100, sha256: expect.any(String) });
    expect(told.seconds).toBeCloseTo((bytes.length - 44) / 4 / 44100, 9);
    expect(told.peak).toBeCloseTo(0.89125, 4);
    expect(told.rms).toBeGreaterThan(0.05);
    expect(readFileSync(wav).equals(bytes)).toBe(true);
  });

  it('names its file after the music, and pipes', () => {
    expect(harmonium(['render', tune], { cwd: folder })).toMatchObject({ code: 0, out: 'frere-jacques.wav\n' });
    const piped = harmonium(['render', '-', '-o', '-'], { input: readFileSync(tune) });
    expect(piped).toMatchObject({ code: 0, err: '' });
    expect(piped.out.startsWith('RIFF')).toBe(true);
  });

  it.each([
    ['no file', [], 2, 'render takes one MIDI file, not 0'],
    ['two files', [tune, tune], 2, 'render takes one MIDI file, not 2'],
    ['stdin without a name', ['-'], 2, 'give -o FILE'],
    ['its own input', [tune, '-o', tune], 2, 'written over the input'],
    ['two things on stdout', [tune, '-o', '-', '--json'], 2, 'would both write to stdout'],
    ['no such file', ['nothing.mid'], 3, 'no such file or folder'],
    ['no MIDI file', ['text.mid'], 3, "expected 'MThd'"],
  ])('says what is wrong: %s', (_name, args, code, message) => {
    writeFileSync(join(folder, 'text.mid'), 'no music at all');
    const ran = harmonium(['render', ...args], { cwd: folder });
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(message);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
  });
});

describe('generate --wav', () => {
  it('writes a WAV file beside each MIDI file', () => {
    const out = join(folder, 'heard');
    expect(harmonium(['generate', '-n', '2', '-o', out, '--wav'])).toMatchObject({ code: 0 });
    expect(readdirSync(out).sort()).toEqual(['piece-000.mid', 'piece-000.wav', 'piece-001.mid', 'piece-001.wav']);
    const again = join(folder, 'again.wav');
    harmonium(['render', join(out, 'piece-001.mid'), '-o', again]);
    expect(readFileSync(again).equals(readFileSync(join(out, 'piece-001.wav')))).toBe(true);
  });

  it('needs a folder', () => {
    const ran = harmonium(['generate', '-n', '1', '-o', '-', '--wav']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('--wav writes files');
  });
});
