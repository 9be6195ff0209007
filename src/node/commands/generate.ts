/**
 * `harmonium generate`: new MIDI files from a model.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readMidi } from '../../midi/read-midi.ts';
import { writeMidi } from '../../midi/write-midi.ts';
import type { Model } from '../../model/model.ts';
import { readModel } from '../../model/read-model.ts';
import { type Generated, type GenerateOptions, generate } from '../../music/generate.ts';
import { playedBy } from '../../music/play.ts';
import { PRESETS } from '../../music/presets.ts';
import { rollStatistics } from '../../music/statistics.ts';
import { rollSvg } from '../../picture/roll-svg.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { songToRoll } from '../../roll/song-to-roll.ts';
import { about } from '../about-file.ts';
import { DEFAULT_MODEL } from '../default-model.ts';
import { makeFolder, readBytes, STANDARD_STREAM, writeFileWhole } from '../files.ts';
import { choiceOption, explainOptions, integerOption, numberOption, parseCommandLine, usageError } from '../options.ts';
import { counted, print, say, styled } from '../terminal.ts';
import { type Command, EXIT } from './command.ts';

const OPTIONS = {
  count: { short: 'n', value: 'N', help: 'how many chains to run; each gives a file, a silent one none (10)' },
  seed: { value: 'TEXT', help: 'any text; the same seed gives the same bytes (1)' },
  gibbs: {
    value: 'K',
    help: `Gibbs steps of each chain (${PRESETS.default.gibbs}; 1 for a model of --preset article)`,
  },
  from: { value: 'START', help: 'zeros, noise, or a MIDI file (noise; zeros for --preset article)' },
  decode: { value: 'HOW', help: "likeliest: the last step's likeliest notes; sample (for --preset article)" },
  temperature: { value: 'X', help: 'below 1 tamer, above 1 wilder (1)' },
  tempo: { value: 'BPM', help: "beats a minute (the training songs')" },
  velocity: { value: 'V', help: 'how hard notes are struck, 1-127 (80; 40 for --preset article)' },
  program: { value: 'P', help: 'General MIDI instrument, 0-127 (0: piano)' },
  output: { short: 'o', value: 'DIR', help: 'the folder to write to (out); - writes one file to stdout, with -n 1' },
  picture: { value: 'FILE', help: 'draw the piano rolls as SVG' },
  json: { help: 'print one JSON object' },
} as const;

const HELP = `harmonium generate [MODEL] [options]

Writes new music: each chain's window as a MIDI file. Without a MODEL it plays the one
that comes with the program. Chain 7 is the same however many others run.

${explainOptions(OPTIONS)}

Examples
  harmonium generate
  harmonium generate folk.safetensors -n 20 --seed autumn -o autumn
  harmonium generate --from tune.mid --gibbs 10 --temperature 0.8
`;

/** The command. */
export const GENERATE: Command = { name: 'generate', summary: 'write new music from a model', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  if (inputs.length > 1) throw usageError(`generate takes one model, not ${inputs.length}`);
  const count = integerOption('count', given.count, 1, 100_000) ?? 10;
  const output = given.output ?? 'out';
  const gibbs = integerOption('gibbs', given.gibbs, 0, 1_000_000);
  const decode = choiceOption('decode', given.decode, ['likeliest', 'sample'] as const);
  const temperature = numberOption('temperature', given.temperature, 0.01, 100);
  const playing = {
    tempo: numberOption('tempo', given.tempo, 4, 1000),
    velocity: integerOption('velocity', given.velocity, 1, 127),
    program: integerOption('program', given.program, 0, 127),
  };
  const toStdout = output === STANDARD_STREAM;
  if (toStdout && count !== 1) throw usageError('-o - writes one file: give -n 1 with it', 'output');
  if (toStdout && given.json === true) throw usageError('--json and -o - would both write to stdout', 'json');

  const modelFile = inputs[0] ?? DEFAULT_MODEL;
  const model = about(modelFile, () => readModel(readBytes(modelFile)));
  const from = startOf(given.from, model);
  const options: GenerateOptions = {
    count,
    seed: given.seed ?? '1',
    ...(gibbs === undefined ? {} : { gibbs }),
    ...(decode === undefined ? {} : { decode }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(from === undefined ? {} : { from }),
  };
  if (!toStdout) makeFolder(output);
  const written: Written[] = [];
  for (const { chain, roll } of generate(model, options)) {
    const { soundingSteps } = rollStatistics([roll]);
    if (soundingSteps === 0) continue;
    const song = playedBy(model, roll, playing);
    const bytes = writeMidi(song);
    const file = toStdout ? STANDARD_STREAM : join(output, fileName(chain, count));
    writeFileWhole(file, bytes);
    written.push({ chain, roll, file, notes: song.notes.length, bytes });
  }
  if (given.picture !== undefined) writeFileWhole(given.picture, picture(written));
  if (given.json === true) print(JSON.stringify(reportJson(modelFile, options, written)));
  else if (!toStdout) tell(written, count, output, given.picture);
  return EXIT.done;
}

interface Written extends Generated {
  readonly file: string;
  readonly notes: number;
  readonly bytes: Uint8Array;
}

/** `piece-07.mid`: the chain's number, so that gaps show which chains were silent. */
function fileName(chain: number, count: number): string {
  return `piece-${String(chain).padStart(String(count - 1).length, '0')}.mid`;
}

/** Where chains start; undefined is where the model likes to. */
function startOf(text: string | undefined, model: Model): 'zeros' | 'noise' | PianoRoll | undefined {
  if (text === undefined || text === 'zeros' || text === 'noise') return text;
  return about(text, () => songToRoll(readMidi(readBytes(text)), { grid: model.grid, pitches: model.pitches }).roll);
}

function picture(written: readonly Written[]): string {
  return rollSvg(written.slice(0, 24).map(({ roll, chain }) => ({ roll, title: `chain ${chain}` })));
}

/** The report for people. */
function tell(written: readonly Written[], count: number, output: string, drawn: string | undefined): void {
  for (const { file } of written) print(file);
  if (drawn !== undefined) print(drawn);
  const { notesPerStep, chordShare } = rollStatistics(written.map(({ roll }) => roll));
  const silent = count - written.length;
  say(
    `${counted(written.length, 'piece')} in ${output}: ${notesPerStep.toFixed(1)} notes a step,` +
      ` ${Math.round(100 * chordShare)} % of the sounding steps are chords` +
      (silent === 0 ? '' : `; ${counted(silent, 'chain')} silent and left out`),
  );
  const [first] = written;
  if (first !== undefined)
    say(styled('dim', `next: open ${first.file} in a player, or harmonium inspect ${first.file}`));
}

/** The report for machines. */
function reportJson(model: string, options: GenerateOptions, written: readonly Written[]): unknown {
  return {
    model,
    seed: options.seed,
    chains: options.count,
    silent: (options.count ?? 0) - written.length,
    files: written.map(({ file, bytes, notes, roll, chain }) => ({
      file,
      chain,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      notes,
      steps: roll.steps,
    })),
    statistics: rollStatistics(written.map(({ roll }) => roll)),
  };
}
