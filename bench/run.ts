/**
 * `npm run bench`: how long the hot loop takes, at the size of real music.
 *
 * @module
 */
import { activeBits } from 'harmonium-rbm/math/active-bits';
import { setBit, wordsFor } from 'harmonium-rbm/math/bit-rows';
import { fillUniforms, PURPOSE, streamKey, uniform } from 'harmonium-rbm/math/random';
import { seedState } from 'harmonium-rbm/math/seed-state';
import { contrast, createCdRoom, type Draw } from 'harmonium-rbm/rbm/contrastive-divergence';
import { createChain, runChain } from 'harmonium-rbm/rbm/gibbs-chain';
import { createGradient } from 'harmonium-rbm/rbm/gradient';
import { createRbm, drawWeights } from 'harmonium-rbm/rbm/rbm';
import { updateRbm } from 'harmonium-rbm/rbm/update';
import { Bench } from 'tinybench';

const VISIBLE = 2340;
const HIDDEN = 50;
const BATCH = 100;
/** Share of the units that are on in a real window. */
const DENSITY = 0.034;

const seed = seedState('bench');
const key = new Uint32Array(2);

/** Rows with as many ones as music has, scattered at random. */
function rows(): { bits: Uint32Array; starts: Uint32Array; columns: number } {
  const bits = new Uint32Array(wordsFor(BATCH * VISIBLE));
  streamKey(key, seed, PURPOSE.start, 0, 0);
  for (let n = 0; n < BATCH * VISIBLE; n++)
    if (uniform(key[0] ?? 0, key[1] ?? 0, n) < DENSITY * 2 ** 32) setBit(bits, n);
  return { bits, starts: Uint32Array.from({ length: BATCH }, (_, row) => row * VISIBLE), columns: VISIBLE };
}

/** Visible biases that keep the reconstructions as sparse as the data, as training would. */
function machine(): ReturnType<typeof createRbm> {
  const rbm = createRbm(VISIBLE, HIDDEN);
  drawWeights(rbm, seed, 0, 0.1);
  rbm.bv.fill(-3.35);
  return rbm;
}

const data = rows();
const rbm = machine();
const room = createCdRoom(rbm);
const gradient = createGradient(rbm);
const velocity = { w: new Float32Array(rbm.w.length), bv: new Float32Array(VISIBLE), bh: new Float32Array(HIDDEN) };
const draw: Draw = (uniforms, example, round) => {
  streamKey(key, seed, PURPOSE.training, example, round);
  fillUniforms(uniforms, key);
};
const chain = createChain(machine(), seed, 0);
const numbers = new Uint32Array(VISIBLE);

const bench = new Bench({ time: 1000, warmupTime: 300 });
bench.add(`cd1 ${VISIBLE}x${HIDDEN} b${BATCH}`, () => {
  for (let row = 0; row < BATCH; row++) {
    room.data.count = activeBits(room.data.active, data, row);
    contrast(gradient, rbm, room, 1, 'samples', draw, row);
  }
  updateRbm(rbm, velocity, gradient, BATCH, { rate: 0, momentum: 0, decay: 0 });
});
bench.add(`gibbs ${VISIBLE}x${HIDDEN} one step`, () => runChain(chain, 1, 1));
bench.add(`${VISIBLE} random numbers`, () => {
  streamKey(key, seed, PURPOSE.chain, 0, 0);
  fillUniforms(numbers, key);
});
await bench.run();

process.stdout.write(`Node ${process.version}, ${process.platform} ${process.arch}\n`);
for (const { name, result } of bench.tasks) {
  if (!('latency' in result)) throw new Error(`${name} did not finish`);
  const { p50, p75, min } = result.latency;
  process.stdout.write(
    `${name.padEnd(28)} median ${p50.toFixed(4)} ms, least ${min.toFixed(4)}, 3 of 4 below ${p75.toFixed(4)}\n`,
  );
}
