/**
 * The line protocol that peers speak (see bench/protocol.ts): what the JavaScript peers have in common.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Reads a machine and a batch as bench/work.ts writes them. `rows`: shape [batch, visible], a byte a unit. */
function readWork(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  const [visible, hidden, batch] = new Uint32Array(bytes, 0, 3);
  let at = 12;
  const floats = (count) => {
    const values = new Float32Array(bytes, at, count).slice();
    at += 4 * count;
    return values;
  };
  const w = floats(visible * hidden);
  const bv = floats(visible);
  const bh = floats(hidden);
  return { visible, hidden, batch, w, bv, bh, rows: new Uint8Array(bytes, at, batch * visible) };
}

/** Mean of each column of rows laid end to end. */
function columnMeans(rows, columns) {
  const means = new Float64Array(columns);
  for (let n = 0; n < rows.length; n++) means[n % columns] += rows[n];
  return means.map((sum) => (sum * columns) / rows.length);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Does steps and says the milliseconds of each. */
function timed(count, step) {
  const times = [];
  for (let n = 0; n < count; n++) {
    const before = performance.now();
    step();
    times.push(performance.now() - before);
  }
  say(`ms ${times.join(' ')}`);
}

/**
 * Answers requests until stdin ends.
 *
 * `machine(work)` gives an object with `cd1(rate)`, `gibbs()`, `restart()` (chains back to the batch), `parameters()` ([w, bv,
 * bh]) and `state()` (the chains' visible units, laid end to end).
 */
export async function serve(version, machine) {
  let work;
  let ours;
  let mean;
  const requests = {
    load(path) {
      work = readWork(path);
      requests.reset();
    },
    reset() {
      ours?.end?.();
      ours = machine(work);
      mean = new Float64Array(work.visible);
      say('ok');
    },
    cd1(given) {
      const [count, rate] = given.split(' ').map(Number);
      timed(count, () => ours.cd1(rate));
    },
    gibbs(given) {
      timed(Number(given), () => ours.gibbs());
      mean = columnMeans(ours.state(), work.visible);
    },
    'check-cd1'(given) {
      const [count, rate] = given.split(' ').map(Number);
      for (let n = 0; n < count; n++) ours.cd1(rate);
      say('ok');
    },
    'check-gibbs'(given) {
      const count = Number(given);
      mean = new Float64Array(work.visible);
      for (let n = 0; n < count; n++) {
        ours.restart();
        ours.gibbs();
        for (const [i, share] of columnMeans(ours.state(), work.visible).entries()) mean[i] += share / count;
      }
      say('ok');
    },
    dump(path) {
      const arrays = [...ours.parameters(), mean].map((values) => Float32Array.from(values));
      writeFileSync(path, Buffer.concat(arrays.map((values) => new Uint8Array(values.buffer))));
      say('ok');
    },
  };
  say(`ready ${version}`);
  for await (const line of createInterface({ input: process.stdin })) {
    const [request, ...given] = line.trim().split(' ');
    if (Object.hasOwn(requests, request)) requests[request](given.join(' '));
    else say('error unknown request');
  }
}
