/**
 * What the bench is asked to do.
 *
 * @module
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** The command line, understood. */
export interface Options {
  /** Only cases whose names have this in them. */
  readonly filter: string;
  /** Where to write the report for machines. */
  readonly json: string | undefined;
  /** A report to compare with. */
  readonly compare: string | undefined;
  /** The folder of MIDI files to work on. */
  readonly data: string | undefined;
  /** Whether to print the tables of docs/performance.md at the end. */
  readonly markdown: boolean;
  readonly peers: boolean;
  readonly quick: boolean;
  /** A file of frames to measure likelihood on, instead of times. */
  readonly likelihood: string | undefined;
  /** Which part of that file. */
  readonly split: string;
  readonly help: boolean;
}

export const HELP = `npm run bench [-- options]

  --filter TEXT   only cases with TEXT in their names
  --peers         NumPy, PyTorch, scikit-learn, TensorFlow.js, plain JavaScript and C too,
                  as far as they are installed
  --data DIR      MIDI files to work on (fixtures/midi)
  --json FILE     write the figures as JSON
  --compare FILE  show what has changed since a run that was kept with --json
  --markdown      print the tables of docs/performance.md at the end
  --quick         a few steps of each, on machines hardly trained: shows that all works,
                  no figure to quote

  --likelihood FILE  instead of times, how likely frames are: learns "train" of a file of frames
  --split NAME       and measures this part (valid)
`;

/**
 * Reads the command line. Paths are made absolute: npm may run this elsewhere.
 *
 * @throws {TypeError} for an option that there is none of
 */
export function parseOptions(args: readonly string[], from: string): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      filter: { type: 'string' },
      json: { type: 'string' },
      compare: { type: 'string' },
      data: { type: 'string' },
      markdown: { type: 'boolean' },
      peers: { type: 'boolean' },
      quick: { type: 'boolean' },
      likelihood: { type: 'string' },
      split: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const path = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : resolve(from, value);
  return {
    filter: values.filter ?? '',
    json: path(values.json),
    compare: path(values.compare),
    data: path(values.data),
    markdown: values.markdown === true,
    peers: values.peers === true,
    quick: values.quick === true,
    likelihood: path(values.likelihood),
    split: values.split ?? 'valid',
    help: values.help === true,
  };
}
