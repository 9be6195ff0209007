/**
 * The machine that this instance works on: its sizes, and where its arrays are in memory. One instance serves one machine, in one
 * thread; threads that share a machine share its memory.
 *
 * The host lays the arrays out and writes their addresses (`lanes/layout.ts`); every array begins on 64 bytes and is followed by 256
 * that may be read and written, so that loops need not look at ends.
 *
 * Rows: examples of a batch, or chains. *Data* rows are examples; *model* rows are what the machine samples: reconstructions or chains.
 */

/** Visible units, hidden units, tiles of 64 visible units. */
export let visible: i32 = 0;
export let hidden: i32 = 0;
export let tiles: i32 = 0;
/** int8 lanes to a hidden layer of the statistics: hidden units and, in the last lane, one that is always on. */
export let byteLanes: i32 = 0;
/** int16 and int32 lanes to a hidden layer: a multiple of 64, or 32 more, so that rows do not fall on the same cache lines. */
export let wordLanes: i32 = 0;

/** f32: [visible][hidden], [visible], [hidden]: the parameters. */
export let weights: usize = 0;
export let visibleBiases: usize = 0;
export let hiddenBiases: usize = 0;

/**
 * i16 [tiles][hidden][64] and [tiles][64]: weights and visible biases in units of 1/scale, to sum visible units from. Of every four
 * units the last comes first, as their bytes do in a word of random numbers.
 */
export let toVisible: usize = 0;
export let tileBiases: usize = 0;
/** i16 [visible][wordLanes]: weights in units of 1/(scale << shift), to sum hidden units from. */
export let toHidden: usize = 0;

/** Data rows: u32 [rows][visible + 4] the units that are on; u32 [rows] how many; u64 [rows][tiles] the same as bits. */
export let dataLists: usize = 0;
export let dataCounts: usize = 0;
export let dataBits: usize = 0;
/** Model rows, alike. */
export let modelLists: usize = 0;
export let modelCounts: usize = 0;
export let modelBits: usize = 0;

/** u32 [rows][hidden]: 128 times each hidden unit that is on, an offset into a tile of `toVisible`; u32 [rows] how many. */
export let activeHidden: usize = 0;
export let activeCounts: usize = 0;
/** i32 [rows][wordLanes]: the same as masks, −1 where a unit is on. */
export let hiddenMasks: usize = 0;
/**
 * i32 [rows][wordLanes]: sums of the hidden layer in units of 1/(scale << shift); f32 [rows]: how far they may be off, in nats. Those
 * of model rows begin at row `modelSums`: beside persistent chains, whose rows are not those of the examples, other threads may work.
 */
export let hiddenSums: usize = 0;
export let hiddenErrors: usize = 0;
/** f32 [rows][wordLanes]: the same sums where many visible units are on. */
export let floatSums: usize = 0;

/** i8 [rows][byteLanes]: hidden layers of the statistics, −1 where a unit is on; the last lane is always −1. */
export let dataLanes: usize = 0;
export let modelLanes: usize = 0;
/** i32 [rows][wordLanes]: what hidden units count for in units of 2⁻¹⁶; negative in no row. */
export let dataValues: usize = 0;
export let modelValues: usize = 0;

/** u32 [4]: the seed. u32 [rows][8]: keys of four streams a row. */
export let seed: usize = 0;
export let keys: usize = 0;
/** u32 [rows]: numbers of examples; u32 [rows] numbers of chains, u32 [rows] the next rounds they draw in. */
export let examples: usize = 0;
export let chains: usize = 0;
export let rounds: usize = 0;
/** u32 [rows][rowWords]: windows of the bits that rows are cut from; u32 [rows]: at which bit of them, 0–31, a row begins. */
export let rowBits: usize = 0;
export let rowShifts: usize = 0;
export let rowWords: i32 = 0;
export let modelSums: i32 = 0;

/** u8 [mostError + 1][64]: bounds of probabilities by sums, for sums that may be off by so many half units: see `thresholds`. */
export let byteBounds: usize = 0;
export let mostError: i32 = 0;
/** i16 [1024][2]: by ten bits of a number, the sum below which a unit does not fire, and from which on it does, in 1/scale. */
export let cells: usize = 0;
/** f64 [1024] each: the same bounds in nats. */
export let offNats: usize = 0;
export let onNats: usize = 0;

/** i8 [visible][byteLanes]: the gradient as counts. */
export let counts: usize = 0;
/** f32: the last steps of the parameters, shaped like them; only read and written with momentum. */
export let weightSteps: usize = 0;
export let visibleSteps: usize = 0;
export let hiddenSteps: usize = 0;
/** f64 [hidden], [visible]: the offsets of the centred gradient. */
export let hiddenOffsets: usize = 0;
export let visibleOffsets: usize = 0;
/** f64 [wordLanes]: mean of a hidden unit over the examples less that over the chains; the gradient of the hidden biases. */
export let hiddenDifference: usize = 0;
export let hiddenSlopes: usize = 0;
/** f64 [visible][wordLanes]: the gradient of the weights, where threads share the update; else 0, an address of nothing. */
export let slopes: usize = 0;
/** f32 [threads][8]: what a thread's part of an update may have come to: see `limits`. */
export let findings: usize = 0;

/** Memory of this thread alone: some vectors; constants; tables of partial sums; the rows of a chunk. */
export let scratch: usize = 0;
export let constants: usize = 0;
export let tables: usize = 0;
export let places: usize = 0;
/** Lists of this thread: units that a byte leaves open, and units that ten bits leave open. */
export let openUnits: usize = 0;
export let undecided: usize = 0;
/** i32 sums of a tile's rows, both phases, and what goes with them: see `tile-sums`. */
export let tileSums: usize = 0;
/** Which thread this is, from 0; how many there are. */
export let thread: i32 = 0;
export let threads: i32 = 0;

let cursor: usize = 0;
function next(): u32 {
  const word = load<u32>(cursor);
  cursor += 4;
  return word;
}

/** Reads sizes and addresses, in the order of `lanes/layout.ts`. */
export function setup(from: usize): void {
  cursor = from;
  visible = next();
  hidden = next();
  tiles = next();
  byteLanes = next();
  wordLanes = next();
  rowWords = next();
  mostError = next();
  modelSums = next();
  thread = next();
  threads = next();
  weights = next();
  visibleBiases = next();
  hiddenBiases = next();
  toVisible = next();
  tileBiases = next();
  toHidden = next();
  dataLists = next();
  dataCounts = next();
  dataBits = next();
  modelLists = next();
  modelCounts = next();
  modelBits = next();
  activeHidden = next();
  activeCounts = next();
  hiddenMasks = next();
  hiddenSums = next();
  hiddenErrors = next();
  floatSums = next();
  dataLanes = next();
  modelLanes = next();
  dataValues = next();
  modelValues = next();
  seed = next();
  keys = next();
  examples = next();
  chains = next();
  rounds = next();
  rowBits = next();
  rowShifts = next();
  byteBounds = next();
  cells = next();
  offNats = next();
  onNats = next();
  counts = next();
  weightSteps = next();
  visibleSteps = next();
  hiddenSteps = next();
  hiddenOffsets = next();
  visibleOffsets = next();
  hiddenDifference = next();
  hiddenSlopes = next();
  slopes = next();
  findings = next();
  scratch = next();
  constants = next();
  tables = next();
  places = next();
  openUnits = next();
  undecided = next();
  tileSums = next();
  writeConstants();
}

/** Vectors in `constants`, loaded before a loop: V8 makes a constant vector anew in every turn. */
export const MIX_FIRST: usize = 0;
export const MIX_SECOND: usize = 16;
export const FIRST_FOUR: usize = 32;
export const NEXT_FOUR: usize = 48;
export const ROUNDING: usize = 64;

/** Adding it rounds a float32 below 2²² to a whole number, in its low bits; 1.5 · 2²³. */
export const ROUNDING_FLOAT: f32 = 12582912;

function writeConstants(): void {
  v128.store(constants, i32x4.splat(0x21f0aaad), MIX_FIRST);
  v128.store(constants, i32x4.splat(0x735a2d97), MIX_SECOND);
  v128.store(constants, i32x4(0, 0x9e3779b9, 0x3c6ef372, 0xdaa66d2b), FIRST_FOUR);
  v128.store(constants, i32x4.splat(0x78dde6e4), NEXT_FOUR);
  v128.store(constants, f32x4.splat(ROUNDING_FLOAT), ROUNDING);
}

/** Hidden units up to which sums of int16 over all of them fit in one go. Beyond, they are summed in blocks of {@link BLOCK}. */
export const MOST_NARROW: i32 = 192;
/** Hidden units of a block: their rows of a tile, 12 kB, stay in the first cache. */
export const BLOCK: i32 = 96;

/** Which rows a function is about. */
export const DATA: i32 = 0;
export const MODEL: i32 = 1;

/** The row of `hiddenSums` and what goes with it of a data or model row. */
export function sumRow(which: i32, row: i32): i32 {
  return which == DATA ? row : row + modelSums;
}
