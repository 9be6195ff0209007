/**
 * `harmonium voice train`, and voices in the other commands.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atOnce } from '../../src/in-parts.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import { renderSong } from '../../src/sound/render-song.ts';
import { resample } from '../../src/sound/resample.ts';
import { writeMonoWav } from '../../src/sound/wav.ts';
import { readVoice } from '../../src/voice/files/voice-file.ts';
import { songOf } from '../music/fixture.ts';
import { harmonium, MAIN } from './harmonium.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'harmonium-voice-'));
const at = (name: string): string => join(FOLDER, name);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const SMALL = ['--channels', '4', '--layers', '3', '--seed', 'test'];
const train = (...args: string[]): ReturnType<typeof harmonium> => harmonium(['voice', 'train', ...args]);
const TUNE = join(process.cwd(), 'fixtures/midi/frere-jacques.mid');

const SONG = songOf([60, 64, 67, 72].map((pitch, n) => ({ start: 192 * n, length: 160, pitch, velocity: 90 })));

function sound(song: typeof SONG): Float32Array {
  return atOnce(resample(renderSong(song).left, 44100, 16000));
}

beforeAll(() => {
  mkdirSync(at('notes'));
  for (const [name, pitch] of [
    ['C4', 60],
    ['67-v100', 67],
    ['oboe-A#4', 70],
  ] as const) {
    writeFileSync(at(`notes/${name}.wav`), writeMonoWav(sound(songOf([{ pitch }])), 16000));
  }
  writeFileSync(at('scale.mid'), writeMidi(SONG));
  writeFileSync(at('scale.wav'), writeMonoWav(sound(SONG), 16000));
});

describe('voice train', () => {
  it('learns from named notes, and writes a voice with its figures, the same bytes each time', () => {
    const ran = train(at('notes'), '-o', at('a.st'), '--steps', '40', '--json', '--picture', at('a.svg'), ...SMALL);
    expect(ran).toMatchObject({ code: 0, err: '' });
    const report = JSON.parse(ran.out) as Record<string, number>;
    expect(report).toMatchObject({ file: at('a.st'), receptiveField: 8, steps: 40, notes: 3 });
    expect(report['bits']).toBeLessThan(8);
    const voice = readVoice(readFileSync(at('a.st')));
    expect(voice.network.shape).toEqual({ channels: 4, dilations: [1, 2, 4], output: 'logistics', rate: 8000 });
    expect(voice.training).toMatchObject({ steps: '40', seed: 'test', notes: '3' });
    expect(readFileSync(at('a.svg'), 'utf8')).toContain('Bits a sample');
    expect(existsSync(at('a.st.checkpoint'))).toBe(false);
    const again = train(at('notes'), '-o', at('b.st'), '--steps', '40', '--kernels', 'plain', ...SMALL);
    expect(again.code).toBe(0);
    expect(again.err).toMatch(/learnt 3 notes in .* \(40 steps\): \d\.\d\d bits a sample/);
    expect(readFileSync(at('b.st'))).toEqual(readFileSync(at('a.st')));
  });

  it('learns from a recording of a MIDI file, and holds notes out', () => {
    const ran = train(
      at('scale.mid'),
      at('scale.wav'),
      '-o',
      at('c.st'),
      '--steps',
      '5',
      '--held-out',
      '0.25',
      ...SMALL,
    );
    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(/4 notes of .*scale\.wav, 0\.0\d\d s after the MIDI file/);
    expect(ran.err).toMatch(/on 1 note held out/);
  });

  it('learns from the synthesiser', () => {
    const ran = train('-o', at('d.st'), '--minutes', '0.05', '--predict', 'softmax', '--program', '40', ...SMALL);
    expect(ran.code).toBe(0);
    expect(readVoice(readFileSync(at('d.st'))).network.shape.output).toBe('softmax');
  }, 60_000);

  it('skips files of a folder that have no note, names them, and writes over none', () => {
    mkdirSync(at('mixed'));
    const good = readFileSync(at('notes/C4.wav'));
    writeFileSync(at('mixed/C4.wav'), good);
    writeFileSync(at('mixed/thunder.wav'), good);
    writeFileSync(at('mixed/D4.wav'), 'no sound');
    const ran = train(at('mixed'), '-o', at('mixed.st'), '--steps', '2', ...SMALL);
    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(/skipped .*D4\.wav: .*\n.*skipped .*thunder\.wav: no pitch in its name/);
    expect(ran.err).toContain('learnt 1 note ');
    for (const option of ['-o', '--picture', '--checkpoint']) {
      const over = train(at('mixed'), '-o', at('other.st'), option, at('mixed/C4.wav'), '--steps', '2', ...SMALL);
      expect([over.code, over.err]).toEqual([2, expect.stringContaining('written over')]);
    }
    expect(readFileSync(at('mixed/C4.wav'))).toEqual(good);
    rmSync(at('mixed/C4.wav'));
    const none = train(at('mixed'), '-o', at('other.st'), ...SMALL);
    expect([none.code, none.err]).toEqual([3, expect.stringContaining('none of the recordings has notes')]);
  });

  it.each<[string, string[], number, RegExp]>([
    ['no action', [], 2, /voice has one action, train/],
    ['another action', ['play'], 2, /not 'play'/],
    ['channels that are no multiple of 4', ['train', '--channels', '6'], 2, /--channels: expected a multiple of 4/],
    ['steps and minutes', ['train', '--steps', '5', '--minutes', '1'], 2, /cannot be used together/],
    ['a MIDI file alone', ['train', TUNE], 2, /goes with one WAV file/],
    ['a file that is not there', ['train', at('nothing.wav')], 3, /nothing\.wav/],
    ['a name without a pitch', ['train', at('odd.wav')], 3, /odd\.wav: no pitch in its name/],
    ['what is no WAV file', ['train', at('C9.wav')], 3, /C9\.wav: /],
    ['a recording of silence', ['train', at('C2.wav')], 3, /C2\.wav: the recording is silent/],
    [
      'a recording of something else',
      ['train', at('scale.mid'), at('notes/oboe-A#4.wav'), '--steps', '1'],
      3,
      /oboe-A#4\.wav: the recording does not match/,
    ],
    ['an empty folder', ['train', at('empty')], 3, /no WAV files/],
    ['an output over the input', ['train', at('scale.mid'), at('scale.wav'), '-o', at('scale.wav')], 2, /written over/],
  ])('refuses %s', (_, args, code, message) => {
    mkdirSync(at('empty'), { recursive: true });
    writeFileSync(at('odd.wav'), readFileSync(at('scale.wav')));
    writeFileSync(at('C9.wav'), 'no sound');
    writeFileSync(at('C2.wav'), writeMonoWav(new Float32Array(8000), 8000));
    const ran = harmonium(['voice', ...args], { cwd: FOLDER });
    expect(ran.err).toMatch(message);
    expect(ran.err).not.toMatch(/^ +at /m);
    expect(ran.code).toBe(code);
  });
});

describe('an unfinished training', () => {
  const args = [at('notes'), '-o', at('long.st'), '--steps', '3000', ...SMALL];

  it('is saved on Ctrl-C, and taken up to the same bytes', async () => {
    expect(train(...args, '-o', at('whole.st')).code).toBe(0);
    const child = spawn(process.execPath, [MAIN, 'voice', 'train', ...args]);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    setTimeout(() => child.kill('SIGINT'), 1500);
    const code = await new Promise((done) => child.once('exit', done));
    // On a fast machine it may be done before.
    if (code === 0) return console.log('skipped: the training ended before the signal');
    expect(said).toMatch(/interrupted at step \d+\/3000, saved to .*long\.st\.checkpoint.*--resume goes on/);
    expect(train(...args).err).toMatch(/holds a training that is not done/);
    expect(train(...args, '--seed', 'other', '--resume').err).toMatch(
      /long\.st\.checkpoint: the checkpoint is of another training/,
    );
    expect(train(...args, '--resume')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/goes on at step \d+\/3000/),
    });
    expect(readFileSync(at('long.st'))).toEqual(readFileSync(at('whole.st')));
    expect(existsSync(at('long.st.checkpoint'))).toBe(false);
  }, 60_000);
});

describe('a voice', () => {
  it('renders, the same bytes each time', () => {
    const render = (out: string, ...more: string[]): ReturnType<typeof harmonium> =>
      harmonium(['render', at('scale.mid'), '-o', at(out), '--json', ...more]);
    const first = JSON.parse(render('1.wav', '--voice', at('a.st')).out) as Record<string, unknown>;
    const second = JSON.parse(render('2.wav', '--voice', at('a.st')).out) as Record<string, unknown>;
    const own = JSON.parse(render('3.wav').out) as Record<string, unknown>;
    expect(second['sha256']).toBe(first['sha256']);
    expect(own['sha256']).not.toBe(first['sha256']);
    expect(first['peak']).toBeLessThan(1);
    expect(first['peak']).toBeGreaterThan(0.5);
  });

  it('plays what generate and compose write', () => {
    const common = ['-n', '1', '--wav', '--voice', at('a.st'), '-o', at('out')];
    expect(harmonium(['generate', ...common, '--bars', '2']).code).toBe(0);
    expect(existsSync(at('out/piece-000.wav'))).toBe(true);
    expect(harmonium(['compose', 'happy', ...common, '--bars', '2', '--candidates', '2']).code).toBe(0);
    expect(existsSync(at('out/composition-1.wav'))).toBe(true);
  });

  it.each<[string[], number, RegExp]>([
    [['render', TUNE, '--voice', TUNE], 3, /frere-jacques\.mid: /],
    [['render', TUNE, '--voice', 'fixtures/models/default.safetensors'], 3, /default\.safetensors: metadata "format"/],
    [['render', TUNE, '--voice', 'nowhere'], 3, /nowhere/],
    [['render', TUNE, '--voice', ''], 2, /--voice/],
    [['generate', '--voice', 'x'], 2, /--voice needs --wav/],
    [['compose', 'happy', '--voice', 'x'], 2, /--voice needs --wav/],
  ])('that is none: %j', (args, code, message) => {
    const ran = harmonium([...args, '-o', at('x.wav')]);
    expect(ran.err).toMatch(message);
    expect(ran.code).toBe(code);
  });
});
