/**
 * `harmonium voice train`: learns a voice from recordings.
 *
 * @module
 */

import { PURPOSE } from '../../math/random/random.ts';
import { seedState } from '../../math/random/seed-state.ts';
import { curveSvg } from '../../picture/curve-svg.ts';
import { shuffledOrder } from '../../rbm/training/row-sets.ts';
import { roundToFile, writeVoice } from '../../voice/files/voice-file.ts';
import { parameterCount, receptiveField } from '../../voice/network/voice-shape.ts';
import type { RecordedNote } from '../../voice/training/voice-streams.ts';
import { heldOutBits } from '../../voice/training/voice-trainer.ts';
import { EXIT } from '../cli/exit-code.ts';
import { counted, duration, print, printable, printMessage } from '../cli/terminal.ts';
import { VOICE_OPTIONS_EXPLAINED, voiceChoices } from '../cli/voice-options.ts';
import { checkOutputs, type Output } from '../files/outputs.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { checkWritable, type FileToWrite, writeFiles } from '../files/write-file.ts';
import { checkUnfinished } from '../training/checkpoints.ts';
import { filesOf, findRecordings, readRecordings } from '../voice/recordings.ts';
import { discardCheckpoint, runVoiceTraining } from '../voice/run-voice-training.ts';
import type { Command } from './command.ts';

const HELP = `harmonium voice train [RECORDINGS…] [options]

Learns a voice, a small WaveNet, from recordings of single notes:
  tune.mid tune.wav   a recording and the MIDI file that it plays: its notes that sound alone
  FOLDER              WAV files, each with a MIDI file of the same name, or named by its note:
                      C4.wav, piano-F#3-v90.wav (velocity 90), 60.wav
  (nothing)           notes that the synthesiser plays, to try it
Then render --voice plays MIDI files with it. Length and speed: two minutes of training on
one core are enough for a piano at 8000 Hz.

${VOICE_OPTIONS_EXPLAINED}

Examples
  harmonium voice train -o piano.voice.safetensors
  harmonium voice train notes.mid notes.wav -o harp.voice.safetensors --minutes 10
  harmonium voice train samples/ --rate 16000 --layers 9 --picture training.svg
  harmonium render tune.mid --voice harp.voice.safetensors
`;

/** The command. */
export const VOICE: Command = { name: 'voice', summary: 'learn a voice from recordings of notes', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const choices = voiceChoices(args);
  const { inputs, shape, output, picture, checkpoint, json } = choices;
  const outputs: Output[] = [{ option: 'output', path: output }];
  if (picture !== undefined) outputs.push({ option: 'picture', path: picture });
  if (checkpoint !== undefined) outputs.push({ option: 'checkpoint', path: checkpoint });
  const sources = findRecordings(inputs);
  checkOutputs(outputs, filesOf(sources), json);
  if (checkpoint !== undefined) checkUnfinished(checkpoint, choices.resume);
  const all = await readRecordings(sources, choices.program, shape.rate, json);
  const [notes, held] = separate(all, choices.heldOut, choices.seed);
  for (const { path } of outputs) checkWritable(path);

  const started = performance.now();
  const { trainer, curve } = await runVoiceTraining(notes, choices);
  const seconds = (performance.now() - started) / 1000;
  // What is measured is what is written.
  roundToFile(trainer.network);
  const bits = heldOutBits(trainer, notes.slice(0, Math.max(1, held.length)));
  const heldBits = held.length === 0 ? undefined : heldOutBits(trainer, held);
  const { steps, seed } = trainer.options;
  const record = {
    steps: String(steps),
    seed: String(seed),
    notes: String(notes.length),
    bits: bits.toFixed(3),
    ...(heldBits === undefined ? {} : { heldOutBits: heldBits.toFixed(3) }),
  };
  const files: FileToWrite[] = [
    { path: output, content: writeVoice({ network: trainer.network, level: trainer.level, training: record }) },
  ];
  if (picture !== undefined) files.push({ path: picture, content: pictureOf(curve, steps) });
  await writeFiles(files);
  discardCheckpoint(checkpoint);

  const figures = { parameters: parameterCount(shape), receptiveField: receptiveField(shape) };
  if (json) {
    print(
      JSON.stringify({ file: output, ...figures, seconds, steps, notes: notes.length, bits, heldOutBits: heldBits }),
    );
    return EXIT.done;
  }
  if (output !== STANDARD_STREAM) print(printable(output));
  const of = `${counted(notes.length, 'note')} in ${duration(seconds)} (${steps} steps)`;
  const heldNote = heldBits === undefined ? '' : `, ${heldBits.toFixed(2)} on ${counted(held.length, 'note')} held out`;
  printMessage(`learnt ${of}: ${bits.toFixed(2)} bits a sample${heldNote}`);
  printMessage(`${counted(figures.parameters, 'parameter')}, sees ${counted(figures.receptiveField, 'sample')} back`);
  return EXIT.done;
}

/** Notes to learn, and notes that are held out: whole notes, chosen by the seed. */
function separate(
  notes: readonly RecordedNote[],
  share: number,
  seed: string,
): [notes: readonly RecordedNote[], held: readonly RecordedNote[]] {
  const count = Math.min(notes.length - 1, Math.round(share * notes.length));
  if (count <= 0) return [notes, []];
  const order = shuffledOrder(notes.length, seedState(seed), PURPOSE.heldOut, 0);
  const chosen = new Set(order.subarray(0, count));
  return [notes.filter((_, n) => !chosen.has(n)), notes.filter((_, n) => chosen.has(n))];
}

function pictureOf(curve: readonly number[], steps: number): string {
  const x = curve.map((_, n) => Math.round(((n + 1) * steps) / curve.length));
  const panels = [{ title: 'Bits a sample', curves: [{ name: 'training', values: curve }] }];
  return curveSvg({ title: 'Training of a voice', xLabel: 'step', x, panels });
}
