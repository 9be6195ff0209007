// node examples/digits/learn.mjs [FOLDER]: learns 2,000 digits of 8×8 cells, judges the machine by 500 others, and draws what it
// has learnt: digits, filters (the weights of each hidden unit) and samples. It writes to FOLDER, `out` by default.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitRbm, logLikelihood, pseudoLikelihood, reconstruct, sample, saveRbm } from 'harmonium-rbm';
import { drawDigits, SIDE } from './glyphs.mjs';
import { picturesSvg } from './svg.mjs';

const folder = process.argv[2] ?? 'out';
const columns = SIDE * SIDE;
const { cells } = drawDigits(2000, 'to learn');
const { cells: others } = drawDigits(500, 'to judge by');
const rowsOf = (data) =>
  Array.from({ length: data.length / columns }, (_, n) => data.subarray(n * columns, (n + 1) * columns));
const mean = (figures) => figures.reduce((sum, figure) => sum + figure, 0) / figures.length;

// Gray cells are probabilities: the bits of each digit are drawn anew in each epoch.
const machine = fitRbm(cells, {
  columns,
  hidden: 64,
  seed: 1,
  onEpoch: ({ epoch, reconstructionError }) => {
    if (epoch % 5 === 0) console.log(`epoch ${epoch}: ${reconstructionError.toFixed(2)} of ${columns} cells wrong`);
  },
});

const judged = rowsOf(others);
console.log(`pseudo-likelihood of other digits: ${mean(pseudoLikelihood(machine, judged)).toFixed(2)} nats`);
const likelihood = logLikelihood(machine, judged);
console.log(`log-likelihood: ${likelihood.mean.toFixed(2)} ± ${likelihood.standardError.toFixed(2)} nats`);

// The probabilities of a last half-step show more than bits do.
const samples = reconstruct(machine, sample(machine, 40, { seed: 'new digits' }));

mkdirSync(folder, { recursive: true });
const draw = (name, title, table, scale) =>
  writeFileSync(join(folder, `digits-${name}.svg`), picturesSvg(table, { title, side: SIDE, across: 10, scale }));
draw('data', 'Digits to learn', { data: cells, shape: [40, columns] }, 1);
draw('filters', 'Weights of the hidden units', filtersOf(machine.rbm), 3);
draw('samples', 'Samples of the machine', samples, 1);
writeFileSync(join(folder, 'digits.safetensors'), saveRbm(machine));

/** The weights, a hidden unit a row: W transposed. */
function filtersOf({ w, visible, hidden }) {
  const data = Float32Array.from(w, (_, n) => w[(n % visible) * hidden + Math.floor(n / visible)]);
  return { data, shape: [hidden, visible] };
}
