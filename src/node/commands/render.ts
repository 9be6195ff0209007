/**
 * `harmonium render`: a MIDI file as sound.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { readMidi } from '../../midi/read-midi.ts';
import { peakOf, rmsOf } from '../../sound/loudness.ts';
import { SAMPLE_RATE } from '../../sound/sound.ts';
import { writeWav } from '../../sound/wav.ts';
import { about } from '../about-file.ts';
import { EXIT } from '../exit-code.ts';
import { LIMIT_OPTIONS, readingLimits } from '../limits.ts';
import { explainOptions, parseCommandLine, pathOption, usageError } from '../options.ts';
import { checkOutputs } from '../outputs.ts';
import { readBytes } from '../read-file.ts';
import { soundOf } from '../sound-of.ts';
import { STANDARD_STREAM } from '../standard-stream.ts';
import { counted, duration, print, printable, say } from '../terminal.ts';
import { checkWritable, writeFileWhole } from '../write-file.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  output: { short: 'o', value: 'FILE', help: "the sound file (the music's name with .wav, here); - is stdout" },
  json: { help: 'print one JSON object and no progress' },
  ...LIMIT_OPTIONS,
} as const;

const HELP = `harmonium render FILE.mid [options]

Plays a MIDI file into a WAV file: 44.1 kHz, 16 bit, stereo. Every program sounds as one of
eight instruments (piano, bars, guitar, bass, organ, strings, winds, pad), channel 10 as
drums, in a small hall. Nothing clips, and the same file gives the same bytes everywhere.
- reads from stdin.

${explainOptions(OPTIONS)}

Examples
  harmonium render tune.mid
  harmonium render tune.mid -o tune.wav
  harmonium generate -n 1 -o - | harmonium render - -o - | aplay
`;

/** The command. */
export const RENDER: Command = { name: 'render', summary: 'play a MIDI file into a WAV file', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const [file] = inputs;
  if (file === undefined || inputs.length > 1) throw usageError(`render takes one MIDI file, not ${inputs.length}`);
  const output = pathOption('output', given.output) ?? wavName(file);
  const json = given.json === true;
  checkOutputs([{ option: 'output', path: output }], [file], json);
  const limits = readingLimits(given);
  const song = await about(file, async () => readMidi(await readBytes(file, limits.maxBytes, 'maxBytes'), limits));
  checkWritable(output);
  const sound = await about(file, () => soundOf(song, json));
  const bytes = writeWav(sound);
  await writeFileWhole(output, bytes);

  const seconds = sound.left.length / SAMPLE_RATE;
  if (json) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const figures = { notes: song.notes.length, seconds, sampleRate: SAMPLE_RATE };
    print(JSON.stringify({ file, output, ...figures, peak: peakOf(sound), rms: rmsOf(sound), sha256 }));
  } else if (output !== STANDARD_STREAM) {
    print(printable(output));
    say(`${counted(song.notes.length, 'note')}, ${duration(seconds)}`);
  }
  return EXIT.done;
}

/** The music's name with another ending, in the folder one is in. */
function wavName(file: string): string {
  if (file === STANDARD_STREAM) throw usageError('music from stdin has no name: give -o FILE with it', 'output');
  return `${basename(file).replace(/\.(mid|midi|smf|rmi|kar)$/i, '')}.wav`;
}
