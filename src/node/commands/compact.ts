/**
 * `harmonium compact`: a model for embedding.
 *
 * @module
 */
import type { GroupedRows } from '../../math/bits/bit-rows.ts';
import { type CompactLoss, compactLossInParts } from '../../model/compact-loss.ts';
import type { Model } from '../../model/model.ts';
import { readModel } from '../../model/read-model.ts';
import { writeCompactModel } from '../../model/write-compact-model.ts';
import { generateInParts } from '../../music/windows/generate.ts';
import { cutWindows } from '../../roll/cut-windows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { EXIT } from '../cli/exit-code.ts';
import { explainOptions, parseCommandLine, pathOption, usageError } from '../cli/options.ts';
import { showProgress } from '../cli/progress.ts';
import { runParts, runWithProgress } from '../cli/run-parts.ts';
import { counted, print, printable, printMessage } from '../cli/terminal.ts';
import { DEFAULT_MODEL } from '../files/default-model.ts';
import { checkOutputs } from '../files/outputs.ts';
import { MOST_MODEL_BYTES, readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { withFileName } from '../files/with-file-name.ts';
import { writeFileWhole } from '../files/write-file.ts';
import type { Command } from './command.ts';

/** Windows of the model's own over which the loss is measured. */
const WINDOWS = 100;

const OPTIONS = {
  output: { short: 'o', value: 'FILE', help: 'where to write the compact model (compact.safetensors); - is stdout' },
  json: { help: 'print one JSON object and no progress' },
} as const;

const HELP = `harmonium compact [MODEL] [options]

Writes a model with weights of four bits, about a tenth of the size, and tells what that
costs: how far unit probabilities and free energies move, over ${WINDOWS} windows that the model
itself plays. All commands and the library read such a model like any other.

${explainOptions(OPTIONS)}

Examples
  harmonium compact -o small.safetensors
  harmonium compact folk.safetensors -o folk-small.safetensors --json
`;

/** The command. */
export const COMPACT: Command = { name: 'compact', summary: 'make a model small, for embedding', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  if (inputs.length > 1) throw usageError(`compact takes one model, not ${inputs.length}`);
  const file = inputs[0] ?? DEFAULT_MODEL;
  const output = pathOption('output', given.output) ?? 'compact.safetensors';
  const json = given.json === true;
  checkOutputs([{ option: 'output', path: output }], [file], json);

  const bytes = await readBytes(file, MOST_MODEL_BYTES);
  const [model, small] = await withFileName(file, async () => {
    const read = readModel(bytes);
    return [read, writeCompactModel(read)] as const;
  });
  const windows = await ownWindows(model, json);
  const loss = await runWithProgress('comparing', json, compactLossInParts(model.rbm, readModel(small).rbm, windows));
  await writeFileWhole(output, small);
  if (json) print(JSON.stringify({ model: file, output, bytes: bytes.length, compactBytes: small.length, ...loss }));
  else printResult(output, bytes.length, small.length, loss);
  return EXIT.done;
}

/** Windows as the model plays them, as samples: those are what its probabilities are about. */
async function ownWindows(model: Model, silent: boolean): Promise<GroupedRows> {
  const rolls: PianoRoll[] = [];
  const progress = showProgress('generating', silent);
  for (const work of generateInParts(model, { count: WINDOWS, decode: 'sample' })) {
    const { roll } = await runParts(work, (share) => progress.update(rolls.length + share, WINDOWS, ''));
    rolls.push(roll);
  }
  progress.end();
  return cutWindows(rolls, { steps: model.steps, stride: model.steps });
}

function printResult(output: string, before: number, after: number, loss: CompactLoss): void {
  if (output !== STANDARD_STREAM) print(printable(output));
  const share = ((100 * after) / before).toFixed(1);
  printMessage(`${counted(after, 'byte')}, ${share} % of ${counted(before, 'byte')}`);
  printMessage(
    `over ${WINDOWS} windows of its own, probabilities move by ${loss.hidden.toFixed(4)} (hidden units) and ` +
      `${loss.visible.toFixed(4)} (visible), free energies by ${loss.freeEnergy.toFixed(1)} ± ` +
      `${loss.freeEnergySpread.toFixed(1)} nats`,
  );
}
