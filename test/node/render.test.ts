import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readMidi, renderSong, writeWav } from '../../src/index.ts';
import { harmonium, MAIN, temporaryFolder } from './harmonium.ts';

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
    ['no file', [], 2, 'render takes one MIDI file, not none'],
    ['two files', [tune, tune], 2, 'render takes one MIDI file, not 2'],
    ['an MP3 file', [tune, '-o', 'tune.MP3'], 2, 'render writes WAV only'],
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

/** A file of format 0 of one note, of so many ticks at 192 a second; `setup` comes before it. */
function oneNote(ticks: number, setup: readonly number[] = []): Uint8Array {
  const time = [21, 14, 7].map((shift) => 0x80 | ((ticks >> shift) & 127));
  const track = [...setup, 0, 0x90, 60, 64, ...time, ticks & 127, 0x80, 60, 0, 0, 0xff, 0x2f, 0];
  const head = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length];
  return Uint8Array.from([...head, ...track]);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The most memory, in kB, that rendering a flute's tone of so many seconds takes. */
const peakMemory = (seconds: number): number => {
  const path = join(folder, `${seconds}.mid`);
  writeFileSync(path, oneNote(192 * seconds, [0, 0xc0, 73]));
  const script = `process.argv.splice(2, 0, 'render', ${JSON.stringify(path)}, '-o', '/dev/null', '--json');
    process.on('exit', () => console.error(process.resourceUsage().maxRSS)); await import(${JSON.stringify(MAIN)});`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script, 'harmonium']);
  return Number(ran.stderr.toString());
};

describe('render, of long music', () => {
  it('gives the bytes of the library, to a file, a pipe and stdout', async () => {
    const song = readMidi(readFileSync(tune));
    const expected = sha256(writeWav(renderSong(song)));
    const wav = join(folder, 'same.wav');
    const told = JSON.parse(harmonium(['render', tune, '-o', wav, '--json']).out);
    expect(told.sha256).toBe(expected);
    expect(sha256(readFileSync(wav))).toBe(expected);
    expect(
      spawnSync('bash', ['-c', `'${process.execPath}' '${MAIN}' render '${tune}' -o - | sha256sum`]).stdout.toString(),
    ).toBe(`${expected}  -\n`);
    const pipe = join(folder, 'pipe.wav');
    spawnSync('mkfifo', [pipe]);
    const command = `'${process.execPath}' '${MAIN}' render '${tune}' -o '${pipe}' & sha256sum < '${pipe}'; wait`;
    expect(spawnSync('bash', ['-c', command]).stdout.toString()).toContain(`${expected}  -\n`);
  });

  it('refuses more than four hours at once', () => {
    const path = join(folder, 'long.mid');
    writeFileSync(path, oneNote(192 * 14_401));
    const ran = harmonium(['render', path, '-o', join(folder, 'long.wav')]);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('long.mid: the music is too long: expected at most 14400 seconds, got 14401\n');
    expect(readdirSync(folder).filter((name) => name.includes('long.wav'))).toEqual([]);
  });

  it('of a note of hours lasts as long as it is heard', () => {
    const path = join(folder, 'note.mid');
    writeFileSync(path, oneNote(192 * 14_000));
    const told = JSON.parse(harmonium(['render', path, '-o', join(folder, 'note.wav'), '--json']).out);
    expect(told.seconds).toBeLessThan(60);
    expect(told.peak).toBeCloseTo(0.89125, 4);
  });

  it('of muted channels lasts as long as the music', () => {
    const path = join(folder, 'muted.mid');
    const wav = join(folder, 'muted.wav');
    writeFileSync(path, oneNote(192 * 30, [0, 0xb0, 7, 0]));
    const told = JSON.parse(harmonium(['render', path, '-o', wav, '--json']).out);
    expect(told).toMatchObject({ seconds: 30, peak: 0, rms: 0 });
    expect(readFileSync(wav)).toHaveLength(44 + 4 * 30 * 44_100);
  });

  it('needs no more memory for an hour than for a minute', { timeout: 120_000 }, () => {
    const [minute, hour] = [peakMemory(60), peakMemory(3600)];
    expect(minute).toBeGreaterThan(10_000);
    expect(hour).toBeLessThan(minute + 50_000);
    expect(hour).toBeLessThan(200_000);
  });
});
