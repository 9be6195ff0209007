/**
 * `harmonium render`: writes a MIDI file as sound.
 *
 * @module
 */
import { basename } from 'node:path';
import { readMidi } from '../../midi/reading/read-midi.ts';
import { LONGEST_MUSIC, songBlocks } from '../../sound/song-blocks.ts';
import { SAMPLE_RATE } from '../../sound/sound.ts';
import { MAX_VOICES } from '../../sound/voices/voices.ts';
import { EXIT } from '../cli/exit-code.ts';
import { LIMIT_OPTIONS, readingLimits } from '../cli/limits.ts';
import { explainOptions, parseCommandLine, pathOption, usageError } from '../cli/options.ts';
import { counted, duration, print, printable, printMessage } from '../cli/terminal.ts';
import { checkOutputs } from '../files/outputs.ts';
import { readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { readInstrument, voiceOption } from '../files/voice-file.ts';
import { withFileName } from '../files/with-file-name.ts';
import { checkWritable } from '../files/write-file.ts';
import { writeSound } from '../files/write-sound.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  output: {
    short: 'o',
    value: 'FILE',
    help: "the sound file (the music's name with .wav, in the working folder); - is stdout",
  },
  voice: {
    value: 'FILE',
    help: 'a learnt voice in place of the instruments (see harmonium voice); bundled is a piano',
  },
  json: { help: 'print one JSON object and no progress' },
  ...LIMIT_OPTIONS,
} as const;

const HELP = `harmonium render FILE.mid [options]

Renders a MIDI file as a WAV file: 44.1 kHz, 16 bit, stereo. Each program is played by one of
eight instruments (piano, bars, guitar, bass, organ, strings, winds, pad), channel 10 by
drums, in a small hall. Channels follow their volume, expression, pan, pitch bend and its
range, modulation and pressure (as vibrato), the pedal, and resets; ports have channels of
their own. The sound does not clip, and the same file gives the same bytes everywhere.

At most ${MAX_VOICES} notes sound at a time. One more ends the one that was released longest ago, or
else the oldest; it is left out if all are younger than 50 ms. Music can be up to ${LONGEST_MUSIC / 3600} hours
long. During the work, a temporary file of up to twice the WAV file's size is beside it, or
in the system's temporary folder if the sound goes to stdout, a pipe or a device.
- reads from stdin.

${explainOptions(OPTIONS)}

Examples
  harmonium render tune.mid
  harmonium render tune.mid -o tune.wav
  harmonium generate -n 1 -o - | harmonium render - -o - | aplay
`;

/** The command. */
export const RENDER: Command = { name: 'render', summary: 'render a MIDI file as a WAV file', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const [file] = inputs;
  if (file === undefined || inputs.length > 1)
    throw usageError(`render takes one MIDI file, not ${inputs.length === 0 ? 'none' : inputs.length}`);
  const output = pathOption('output', given.output) ?? wavName(file);
  if (OTHER_FORMATS.test(output)) throw usageError('render writes WAV only: name a .wav file', 'output');
  const json = given.json === true;
  const voice = voiceOption(given.voice);
  checkOutputs([{ option: 'output', path: output }], voice === undefined ? [file] : [file, voice], json);
  const limits = readingLimits(given);
  const song = await withFileName(file, async () =>
    readMidi(await readBytes(file, limits.maxBytes, 'maxBytes'), limits),
  );
  const instrument = await readInstrument(voice);
  const blocks = await withFileName(file, async () => songBlocks(song, LONGEST_MUSIC, instrument));
  checkWritable(output);
  const { samples, peak, rms, sha256 } = await writeSound(output, blocks, json);

  const seconds = samples / SAMPLE_RATE;
  if (json) {
    const figures = { notes: song.notes.length, seconds, sampleRate: SAMPLE_RATE };
    print(JSON.stringify({ file, output, ...figures, peak, rms, sha256 }));
  } else if (output !== STANDARD_STREAM) {
    print(printable(output));
    printMessage(`${counted(song.notes.length, 'note')}, ${duration(seconds)}`);
  }
  return EXIT.done;
}

/** Names of audio files that are not WAV. */
const OTHER_FORMATS = /\.(mp3|ogg|opus|flac|m4a|aac|wma|aiff?)$/i;

/** The music's name with the ending `.wav`, in the working folder. */
function wavName(file: string): string {
  if (file === STANDARD_STREAM) throw usageError('a MIDI file from stdin has no name: give -o FILE', 'output');
  return `${basename(file).replace(/\.(mid|midi|smf|rmi|kar)$/i, '')}.wav`;
}
