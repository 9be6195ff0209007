/**
 * Speech by recognisers that stand in for installed ones: how they are called, and what happens when they fail.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { exitCodeOf } from '../../src/node/cli/exit-code.ts';
import { type HearOptions, hearSpeech } from '../../src/node/speech/hear-speech.ts';
import { readWav } from '../../src/sound/read-wav.ts';
import { writeMonoWav, writeWav } from '../../src/sound/wav.ts';
import { MAIN, temporaryFolder } from './harmonium.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
/** What `tmpdir()` is during these tests, so that they see what is left there. */
const temporary = at('temporary');
mkdirSync(temporary);
vi.stubEnv('TMPDIR', temporary);

const WAV = at('speech.wav');
writeFileSync(WAV, writeMonoWav(new Float32Array(16_000), 16_000));

/** A command that runs code in Node; `{file}` is `process.argv[1]`. */
function nodeCommand(code: string): string {
  return `'${process.execPath}' -e '${code}' {file}`;
}

/** The error of an attempt. */
async function errorOf(options: Partial<HearOptions>, file: string = WAV): Promise<HarmoniumError> {
  const error: unknown = await hearSpeech(file, { words: [], ...options }).then(
    ({ text }) => `it heard ${text}`,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(HarmoniumError);
  expect(readdirSync(temporary)).toEqual([]);
  return error as HarmoniumError;
}

describe('a recogniser that is named', () => {
  it('hears the file, by its whole path; its text becomes one line', async () => {
    const command = nodeCommand('console.log(" A  sad\\n\\nsong \\t", process.argv[1], process.argv.length)');
    expect(await hearSpeech(WAV, { recogniser: command, words: [] })).toEqual({
      text: `A sad song ${WAV} 2`,
      by: 'node',
    });
  });

  it('gets any file as it is', async () => {
    writeFileSync(at('-speech.mp3'), 'no WAV');
    const command = nodeCommand('console.log(require("fs").readFileSync(process.argv[1], "utf8"))');
    expect((await hearSpeech(at('-speech.mp3'), { recogniser: command, words: [] })).text).toBe('no WAV');
  });

  it('need not be able to read stdin, and may write much to stderr', async () => {
    const command = nodeCommand(
      'process.stderr.write("x".repeat(1e6)); process.stdin.on("end", () => console.log("joy")).resume()',
    );
    expect((await hearSpeech(WAV, { recogniser: command, words: [] })).text).toBe('joy');
  });

  it.each([
    ['recogniser-failed', 'process.exit(3)', 'node failed with exit status 3'],
    [
      'recogniser-failed',
      'console.log("joy"); console.error("first\\nno model\\u001b[2J\\n\\n"); process.exitCode = 1',
      'node failed with exit status 1: no model\\u001b[2J',
    ],
    ['recogniser-failed', 'process.kill(process.pid, "SIGSEGV")', 'node was killed by SIGSEGV'],
    ['recogniser-nothing', '', `${WAV}: node heard no words`],
    ['recogniser-nothing', 'console.log(" \\n ")', `${WAV}: node heard no words`],
    [
      'recogniser-output',
      'for (;;) require("fs").writeSync(1, "joy ".repeat(1000))',
      'node prints more than 1048576 characters',
    ],
  ])('%s: %s', async (code, program, message) => {
    const error = await errorOf({ recogniser: nodeCommand(program) });
    expect(error).toMatchObject({ code, message });
    expect(exitCodeOf(error)).toBe(3);
  });

  it('that takes too long is asked to end, then killed, and so are its children', async () => {
    const child = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 99)"], { stdio: "inherit" })`;
    const id = at('child.pid');
    const program = `process.on("SIGTERM", () => {}); const { pid } = ${child}; require("fs").writeFileSync("${id}", String(pid)); console.error("still listening"); setInterval(() => {}, 99)`;
    const start = performance.now();
    const error = await errorOf({ recogniser: nodeCommand(program), seconds: 1.5 });
    expect(error).toMatchObject({
      code: 'recogniser-time',
      message: 'node was stopped after 1.5 s: still listening',
    });
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(await isGone(Number(readFileSync(id, 'utf8')))).toBe(true);
  });

  it('that leaves a child behind does not wait for it', async () => {
    const child = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 99)"], { stdio: "inherit" })`;
    const program = `${child}.unref(); console.log("joy")`;
    expect((await hearSpeech(WAV, { recogniser: nodeCommand(program), words: [], seconds: 30 })).text).toBe('joy');
  });

  it('that cannot be run', async () => {
    const missing = await errorOf({ recogniser: `${at('nowhere')} {file}` });
    expect(missing).toMatchObject({
      code: 'recogniser-start',
      message: `cannot run ${at('nowhere')}: no such file or folder`,
    });
    const plain = await errorOf({ recogniser: `${WAV} {file}` });
    expect(plain).toMatchObject({ code: 'recogniser-start', message: `cannot run ${WAV}: permission denied` });
  });

  it('without a file, or with a wrong option', async () => {
    const error = await errorOf({ recogniser: nodeCommand('console.log("joy")') }, at('nowhere.wav'));
    expect(error).toMatchObject({ code: 'file-enoent', message: `${at('nowhere.wav')}: no such file or folder` });
    const option = await errorOf({ recogniser: 'hear' });
    expect(option).toMatchObject({ code: 'option-range', option: 'recogniser' });
    expect(exitCodeOf(option)).toBe(2);
  });
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  it('ends the recogniser and its children, and removes temporary files', async () => {
    const id = at(`${signal}.pid`);
    const child = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 99)"])';
    // It gets its sound from stdin, so there is a temporary file.
    const program = `const { pid } = ${child}; require("fs").writeFileSync("${id}", process.pid + " " + pid + " " + process.argv[1]); setInterval(() => {}, 99)`;
    const signals = pathToFileURL(join(MAIN, '../cli/signals.js'));
    const hear = pathToFileURL(join(MAIN, '../speech/hear-speech.js'));
    const code = `
      import { exitOnSignals } from '${signals}';
      import { hearSpeech } from '${hear}';
      exitOnSignals();
      await hearSpeech('-', { recogniser: process.argv[1], words: [] });`;
    const args = ['--input-type=module', '-e', code, nodeCommand(program)];
    const work = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: temporary } });
    work.stdin.end(readFileSync(WAV));
    while (!existsSync(id) || readFileSync(id, 'utf8') === '') await new Promise((soon) => setTimeout(soon, 20));
    const [first, second, file] = readFileSync(id, 'utf8').split(' ');
    expect(readFileSync(file!)).toEqual(readFileSync(WAV));
    work.kill(signal);
    expect(await once(work, 'close')).toEqual([signal === 'SIGHUP' ? 129 : 130, null]);
    expect(await isGone(Number(first))).toBe(true);
    expect(await isGone(Number(second))).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('recognisers that are found', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.stubEnv('TMPDIR', temporary);
  });

  /** A folder with these programs, as the only one in `PATH`. */
  function install(name: string, programs: Readonly<Record<string, string>>): string {
    const bin = at(join(name, 'build/bin'));
    mkdirSync(bin, { recursive: true });
    for (const [program, code] of Object.entries(programs)) {
      writeFileSync(join(bin, program), `#!${process.execPath}\n${code}`);
      chmodSync(join(bin, program), 0o755);
    }
    vi.stubEnv('PATH', bin);
    vi.stubEnv('WHISPER_MODEL', '');
    return bin;
  }

  /** Prints its arguments and the bytes of the last one, or fails. */
  const WHISPER = `
    const args = process.argv.slice(2);
    if (args[5] !== '-m' && args[4] !== '-m') process.exit(9);
    console.log('\\n [BLANK_AUDIO] 一首 sad song. (music)\\n');
    require('fs').copyFileSync(args.at(-1), ${JSON.stringify(at('got.wav'))});
    require('fs').writeFileSync(${JSON.stringify(at('got.json'))}, JSON.stringify(args));`;

  it('none: says how to get one', async () => {
    install('none', {});
    const error = await errorOf({});
    expect(error.code).toBe('no-recogniser');
    expect(error.message).toMatch(
      /^no speech recogniser: install one .*apt install pocketsphinx pocketsphinx-en-us.*whisper\.cpp.*--recogniser/,
    );
    expect(exitCodeOf(error)).toBe(3);
  });

  it('whisper.cpp without a model: says so', async () => {
    install('modelless', { 'whisper-cli': WHISPER });
    expect((await errorOf({})).message).toMatch(/whisper-cli is installed without a model: set WHISPER_MODEL/);
    vi.stubEnv('WHISPER_MODEL', at('nowhere.bin'));
    expect((await errorOf({})).message).toBe(`WHISPER_MODEL names no file: ${at('nowhere.bin')}`);
  });

  it('whisper.cpp with a model gets 16 kHz, mono, 16 bit', async () => {
    const bin = install('whisper', { 'whisper-cli': WHISPER });
    const model = at('model.bin');
    writeFileSync(model, '');
    vi.stubEnv('WHISPER_MODEL', model);
    const stereo = at('stereo.wav');
    writeFileSync(stereo, writeWav({ left: new Float32Array(44_100).fill(0.5), right: new Float32Array(44_100) }));
    expect(await hearSpeech(stereo, { words: [] })).toEqual({ text: '一首 sad song.', by: 'whisper-cli' });
    const got = readWav(readFileSync(at('got.wav')));
    expect(got).toMatchObject({ rate: 16_000, channels: 1, bits: 16, floats: false });
    expect(got.data).toHaveLength(32_000);
    const args = JSON.parse(readFileSync(at('got.json'), 'utf8')) as string[];
    expect(args.slice(0, -1)).toEqual(['-l', 'auto', '-nt', '-np', '-m', model, '-f']);
    expect(readdirSync(temporary)).toEqual([]);

    // The model beside the build, through a link to the program.
    vi.stubEnv('WHISPER_MODEL', '');
    mkdirSync(at('whisper/models'));
    writeFileSync(at('whisper/models/ggml-base.en.bin'), '');
    writeFileSync(at('whisper/models/ggml-base.bin'), '');
    const links = at('links');
    mkdirSync(links);
    symlinkSync(join(bin, 'whisper-cli'), join(links, 'whisper-cli'));
    vi.stubEnv('PATH', links);
    await hearSpeech(WAV, { words: [] });
    expect(JSON.parse(readFileSync(at('got.json'), 'utf8'))).toContain(at('whisper/models/ggml-base.bin'));
  });

  it('refuses a file that is no speech, with its name', async () => {
    install('pocket', { pocketsphinx: '', 'whisper-cli': WHISPER });
    vi.stubEnv('WHISPER_MODEL', WAV);
    writeFileSync(at('none.wav'), writeMonoWav(new Float32Array(), 16_000));
    writeFileSync(at('long.wav'), writeMonoWav(new Float32Array(8000 * 301), 8000));
    writeFileSync(at('text.wav'), 'no WAV');
    const errors = [await errorOf({}, at('none.wav')), await errorOf({}, at('long.wav'))];
    errors.push(await errorOf({}, at('text.wav')), await errorOf({}, folder), await errorOf({}, at('nowhere.wav')));
    expect(errors.map(({ message }) => message)).toEqual([
      `${at('none.wav')}: the sound: expected at most 300 s of speech, got none`,
      `${at('long.wav')}: the sound: expected at most 300 s of speech, got 301 s`,
      `${at('text.wav')}: not a WAV file: expected "RIFF", got "no W" (at byte 0)`,
      `${folder}: is a folder`,
      `${at('nowhere.wav')}: no such file or folder`,
    ]);
    expect(errors.map(exitCodeOf)).toEqual([3, 3, 3, 3, 3]);
  });

  const DICTIONARY =
    'calm K AA M\ncommon K AA M AH N\nfor F AO R\nfor(2) F ER\nmusic M Y UW Z IH K\nwonder W AH N D ER\n';

  it.each([
    [
      'pocketsphinx_continuous',
      `const second = process.argv.includes('-jsgf');
       if (process.argv.at(-4) !== '-infile' || process.argv.at(-2) !== '-time') process.exit(9);
       console.log(second ? 'music for(2) calm\\n<sil> 0 0.1 1\\n' : 'music for a common\\n<s> 0.000 0.100 1.000000');
       console.log(second ? 'calm 0.660 1.000 1.000000' : 'music 0.100 0.600 0.990000\\nfor(2) 0.600 0.650 0.800000\\ncommon 0.660 1.100 0.400000');`,
    ],
    [
      'pocketsphinx',
      `const second = process.argv.includes('-jsgf');
       if (process.argv.at(-2) !== 'single') process.exit(9);
       const words = second ? [['calm', .66, .34, 1]] : [['<s>', 0, .1, 1], ['music', .1, .5, .99], ['for(2)', .6, .05, .8], ['common', .66, .44, .4]];
       console.log(JSON.stringify({ b: 0, d: 1, p: 1, t: 'x', w: words.map(([t, b, d, p]) => ({ b, d, p, t })) }));`,
    ],
  ])('%s hears twice: a mood word replaces what sounds like it', async (name, program) => {
    const grammar = at(`${name}.jsgf`);
    const keep = `{ const k = process.argv.indexOf('-jsgf'); if (k > 0) require('fs').copyFileSync(process.argv[k + 1], ${JSON.stringify(grammar)}); }`;
    install(name, { [name]: `${keep}\n${program}` });
    const model = at(join(name, 'build/share/pocketsphinx/model/en-us'));
    mkdirSync(model, { recursive: true });
    writeFileSync(join(model, 'cmudict-en-us.dict'), DICTIONARY);
    expect(await hearSpeech(WAV, { words: ['Calm', 'unpronounceable', 'wonder'] })).toEqual({
      text: 'music for calm',
      by: name,
      passes: { free: 'music for common', moods: 'calm' },
    });
    expect(readFileSync(grammar, 'utf8')).toBe(
      '#JSGF V1.0;\ngrammar moods;\npublic <speech> = (calm | wonder | for | music)+;\n',
    );
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('PocketSphinx that hears nothing or fails', async () => {
    const fail = `if (process.argv.includes('-jsgf')) { console.error('INFO: x\\nERROR: bad grammar'); process.exit(1); }`;
    const words = `console.log(${JSON.stringify('music\nmusic 0.100 0.600 0.990000')});`;
    install('deaf', { pocketsphinx_continuous: '' });
    const model = at('deaf/build/share/pocketsphinx/model/en-us');
    mkdirSync(model, { recursive: true });
    writeFileSync(join(model, 'cmudict-en-us.dict'), DICTIONARY);
    expect((await errorOf({ words: ['calm'] })).message).toBe(`${WAV}: pocketsphinx_continuous heard no words`);
    install('deaf', { pocketsphinx_continuous: `${fail}\n${words}` });
    expect((await errorOf({ words: ['calm'] })).message).toBe(
      'pocketsphinx_continuous failed with exit status 1: ERROR: bad grammar',
    );
    // Without words that it can pronounce there is no second pass.
    expect((await hearSpeech(WAV, { words: ['zzz'] })).text).toBe('music');
  });
});

/** Whether a process ends within five seconds; a zombie has ended. */
async function isGone(id: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(id, 0);
      const status = existsSync(`/proc/${id}/stat`) ? readFileSync(`/proc/${id}/stat`, 'utf8') : '';
      if (/\) Z /.test(status)) return true;
    } catch {
      return true;
    }
    await new Promise((soon) => setTimeout(soon, 50));
  }
  return false;
}
