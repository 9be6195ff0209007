/**
 * Where the arrays of a machine are in memory. Addresses are computed once, before memory of that size is made: it never grows, so views
 * of it stay valid.
 *
 * @module
 */

/** How large a machine is, and what it is for. */
export interface LayoutSizes {
  readonly visible: number;
  readonly hidden: number;
  /** Rows of examples; 0 where nothing is learnt. */
  readonly examples: number;
  /** Chains that are model rows; 0 where each example has a reconstruction. */
  readonly chains: number;
  readonly threads: number;
  /** Whether the mean of the weights is wanted. */
  readonly averaged: boolean;
  /** Strengths of an annealing; 0 where there is none. */
  readonly betas: number;
}

/** Sizes that follow from those. */
interface LaneSizes {
  readonly tiles: number;
  readonly byteLanes: number;
  readonly wordLanes: number;
  readonly rowWords: number;
  readonly mostError: number;
  readonly modelSums: number;
}

/** The arrays that threads share, in the order of `setup` in `lanes/assembly/machine.ts`, where each is described. */
const SHARED = [
  'weights',
  'visibleBiases',
  'hiddenBiases',
  'toVisible',
  'tileBiases',
  'toHidden',
  'dataLists',
  'dataCounts',
  'dataBits',
  'modelLists',
  'modelCounts',
  'modelBits',
  'activeHidden',
  'activeCounts',
  'hiddenMasks',
  'hiddenSums',
  'hiddenErrors',
  'floatSums',
  'dataLanes',
  'modelLanes',
  'dataValues',
  'modelValues',
  'seed',
  'keys',
  'examples',
  'chains',
  'rounds',
  'rowBits',
  'rowShifts',
  'byteBounds',
  'cells',
  'offNats',
  'onNats',
  'counts',
  'weightSteps',
  'visibleSteps',
  'hiddenSteps',
  'hiddenOffsets',
  'visibleOffsets',
  'hiddenDifference',
  'hiddenSlopes',
  'slopes',
  'findings',
] as const;
/** Those whose addresses the host alone keeps. */
const HOST = [
  'weightSums',
  'turnedWeights',
  'baseBiases',
  'strengths',
  'hiddenList',
  'hiddenInput',
  'layerInput',
] as const;
/** Those that each thread has for itself, which come after them. */
const OWN = ['scratch', 'constants', 'tables', 'places', 'openUnits', 'undecided', 'tileSums'] as const;

/** The name of an array. */
export type Field = (typeof SHARED)[number] | (typeof HOST)[number] | (typeof OWN)[number];

/** A layout. */
export interface Layout extends LayoutSizes, LaneSizes {
  /** Bytes of memory. */
  readonly bytes: number;
  /** Where each array begins; 0 for one that the machine does not need. Of those a thread has for itself: for thread 0. */
  readonly addresses: Readonly<Record<Field, number>>;
  /** Bytes from a thread's own arrays to those of the next one. */
  readonly perThread: number;
  /** Where the words are that `setup` reads, of thread 0; each thread has {@link SETUP_BYTES}. */
  readonly fields: number;
}

/** Memory for the words that `setup` reads. */
export const SETUP_BYTES = 512;

/** Bytes behind every array that may be read and written, so that loops need not look at ends. */
const MARGIN = 256;

/** Constants of the kernels of these names, on which sizes depend; a test compares them. */
export const SIZES = { CHUNK: 56, PLACE: 256, UNDECIDED_BYTES: 12, TABLE_BYTES: 3328, ROWS: 32 } as const;

/** Lays a machine out. */
export function layOut(sizes: LayoutSizes): Layout {
  const { visible, hidden, examples, chains, threads, averaged, betas } = sizes;
  const lanes = laneSizes(sizes);
  const { tiles, byteLanes, wordLanes, rowWords, mostError } = lanes;
  const rows = Math.max(examples, chains);
  const learns = examples > 0;
  const anneals = betas > 0;
  // A learner has memory for both kinds of gradient, counts and values: momentum, which decides, may change.
  const bytes: Record<Field, number> = {
    weights: 4 * visible * hidden,
    visibleBiases: 4 * visible,
    hiddenBiases: 4 * hidden,
    toVisible: 128 * tiles * hidden,
    tileBiases: 128 * tiles,
    toHidden: 2 * (visible + 64) * wordLanes,
    dataLists: 4 * examples * (visible + 4),
    dataCounts: 4 * examples,
    dataBits: 8 * examples * tiles,
    modelLists: 4 * rows * (visible + 4),
    modelCounts: 4 * rows,
    modelBits: 8 * rows * tiles,
    activeHidden: 4 * rows * hidden,
    activeCounts: 4 * rows,
    hiddenMasks: 4 * rows * wordLanes,
    hiddenSums: 4 * (lanes.modelSums + rows) * wordLanes,
    hiddenErrors: 4 * (lanes.modelSums + rows),
    floatSums: 4 * (lanes.modelSums + rows) * wordLanes,
    dataLanes: examples * byteLanes,
    modelLanes: rows * byteLanes,
    dataValues: 4 * examples * wordLanes,
    modelValues: learns ? 4 * rows * wordLanes : 0,
    seed: 16,
    keys: 32 * rows,
    examples: 4 * examples,
    chains: 4 * rows,
    rounds: 4 * rows,
    rowBits: 4 * examples * rowWords,
    rowShifts: 4 * examples,
    byteBounds: 64 * (mostError + 1),
    cells: 4096,
    offNats: 8192,
    onNats: 8192,
    counts: learns && chains === 0 ? visible * byteLanes : 0,
    weightSteps: learns ? 4 * visible * hidden : 0,
    visibleSteps: learns ? 4 * visible : 0,
    hiddenSteps: learns ? 4 * hidden : 0,
    hiddenOffsets: learns ? 8 * wordLanes : 0,
    visibleOffsets: learns ? 8 * visible : 0,
    hiddenDifference: learns ? 8 * wordLanes : 0,
    hiddenSlopes: learns ? 8 * wordLanes : 0,
    slopes: threads > 1 && chains > 0 ? 8 * visible * wordLanes : 0,
    findings: 32 * threads,
    weightSums: averaged ? 8 * visible * hidden : 0,
    turnedWeights: anneals ? 4 * visible * hidden : 0,
    baseBiases: anneals ? 4 * visible : 0,
    strengths: anneals ? 8 * (betas + 1) : 0,
    hiddenList: anneals ? 4 * hidden : 0,
    hiddenInput: anneals ? 8 * hidden : 0,
    layerInput: anneals ? 8 * Math.max(visible, hidden) : 0,
    scratch: 512 + 4 * rowWords,
    constants: 128,
    // Partial sums of 52 columns; steps of 256 counts; places by active hidden units; eight packed rows.
    tables: Math.max(8 * SIZES.TABLE_BYTES, 4 * (hidden + 2), 16 * wordLanes),
    places: SIZES.CHUNK * SIZES.PLACE,
    openUnits: 4 * 64 * SIZES.CHUNK,
    undecided: 2 * 64 * SIZES.CHUNK * SIZES.UNDECIDED_BYTES,
    tileSums: learns ? 8 * SIZES.ROWS * wordLanes + 256 + 1024 + 128 * rows : 0,
  };
  const addresses = {} as Record<Field, number>;
  const fields = 64;
  let at = fields + SETUP_BYTES * threads;
  const place = (names: readonly Field[]): void => {
    for (const name of names) {
      addresses[name] = bytes[name] === 0 ? 0 : at;
      if (bytes[name] > 0) at += 64 * Math.ceil((bytes[name] + MARGIN) / 64);
    }
  };
  place(SHARED);
  place(HOST);
  const own = at;
  place(OWN);
  const perThread = at - own;
  return { ...sizes, ...lanes, bytes: own + perThread * threads, addresses, perThread, fields };
}

function laneSizes({ visible, hidden, examples, chains }: LayoutSizes): LaneSizes {
  const tiles = Math.ceil(visible / 64);
  const vectors = Math.ceil((hidden + 1) / 16);
  return {
    tiles,
    // Rows of a multiple of 64 bytes would fall on few sets of the cache, unless there is one line to a row.
    byteLanes: 16 * (hidden > 64 && vectors % 4 === 0 ? vectors + 1 : vectors),
    wordLanes: 64 * Math.ceil(hidden / 64) + (hidden > 64 ? 32 : 0),
    rowWords: 4 * Math.ceil((2 * tiles + 2) / 4),
    mostError: Math.max(256, hidden + 2) + 1,
    modelSums: chains > 0 ? examples : 0,
  };
}

/** The words that `setup` reads, for one of the threads. */
export function setupWords(layout: Layout, thread: number): number[] {
  const { addresses, perThread } = layout;
  const { visible, hidden, tiles, byteLanes, wordLanes, rowWords, mostError, modelSums, threads } = layout;
  const sizes = [visible, hidden, tiles, byteLanes, wordLanes, rowWords, mostError, modelSums, thread, threads];
  const own = OWN.map((name) => addresses[name] && addresses[name] + thread * perThread);
  return [...sizes, ...SHARED.map((name) => addresses[name]), ...own];
}
