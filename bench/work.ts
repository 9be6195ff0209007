/**
 * The work that implementations are compared at: a machine and a batch of windows.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { type BitRows, getBit } from '#internal/math/bits/bit-rows';
import { prepareTraining, type Training, type TrainModelOptions } from '#internal/music/training/train-model';
import { createRbm, drawWeights, type Rbm } from '#internal/rbm/rbm';
import { trainEpoch } from '#internal/rbm/training/trainer';
import type { Corpus } from './corpus.ts';

/** A size of the machine and the batch, and what the weights are like. */
export interface Scene {
  readonly steps: 1 | 15;
  readonly hidden: 16 | 50 | 500 | 2048;
  readonly batch: 9 | 100;
  readonly state: 'trained' | 'untrained';
}

/** A machine and a batch for it. */
export interface Work {
  readonly name: string;
  readonly rbm: Rbm;
  readonly batch: number;
  /** `batch` windows of the corpus, evenly spaced. */
  readonly rows: BitRows;
}

/** Pitches and the two states of a note: the columns of a step. */
const COLUMNS = 156;

/** `2340x50 b100 trained` */
export function sceneName({ steps, hidden, batch, state }: Scene): string {
  return `${steps * COLUMNS}x${hidden} b${batch} ${state}`;
}

/**
 * How the trained machines come to be. The one of the real shape is the article's, at six times its rate for a fifth of its
 * epochs: at the end about as many units are on as after its 200. The article's start (deviation 1) does not suit wide
 * machines, so the others start as the default preset does.
 */
const GENTLE = { weightMean: 0, weightDeviation: 0.01, dataBiases: true, order: 'shuffled', batch: 10 } as const;
const TRAININGS: Readonly<Record<Scene['hidden'], TrainModelOptions>> = {
  16: { ...GENTLE, windows: 'all', heldOut: 0, steps: 1, stride: 1, epochs: 2, rate: 0.05, finalRate: 0.01 },
  50: { epochs: 40, rate: 0.03, finalRate: 0.03 },
  500: { ...GENTLE, epochs: 2, rate: 0.05, finalRate: 0.02, momentum: 0.5 },
  2048: { ...GENTLE, epochs: 1, rate: 0.05, finalRate: 0.05, momentum: 0.5 },
};

/** Gives scenes their machines, each trained once, when it is first asked for. */
export class Workshop {
  readonly corpus: Corpus;
  readonly #quick: boolean;
  readonly #trainings = new Map<number, Training>();
  readonly #trained = new Map<number, Rbm>();

  /** @param quick - train for one epoch only */
  constructor(corpus: Corpus, quick: boolean) {
    this.corpus = corpus;
    this.#quick = quick;
  }

  /** A scene's machine and batch. */
  work(scene: Scene): Work {
    const { rows } = this.#training(scene.hidden).trainer;
    const count = rows.starts.length;
    const starts = Uint32Array.from(
      { length: scene.batch },
      (_, n) => rows.starts[Math.floor((n * count) / scene.batch)],
    );
    return {
      name: sceneName(scene),
      rbm: scene.state === 'trained' ? this.#machine(scene.hidden) : untrained(rows.columns, scene.hidden),
      batch: scene.batch,
      rows: { bits: rows.bits, starts, columns: rows.columns },
    };
  }

  #training(hidden: Scene['hidden']): Training {
    let training = this.#trainings.get(hidden);
    if (training === undefined) {
      training = prepareTraining(this.corpus.rolls, { preset: 'article', seed: 'bench', hidden, ...TRAININGS[hidden] });
      this.#trainings.set(hidden, training);
    }
    return training;
  }

  #machine(hidden: Scene['hidden']): Rbm {
    let rbm = this.#trained.get(hidden);
    if (rbm === undefined) {
      const { trainer, options } = this.#training(hidden);
      for (let epoch = 0; epoch < (this.#quick ? 1 : options.epochs); epoch++) trainEpoch(trainer);
      rbm = trainer.rbm;
      this.#trained.set(hidden, rbm);
    }
    return rbm;
  }
}

/** A machine as the article's training starts: weights N(0.01, 1), which turn half of all units on. */
function untrained(visible: number, hidden: number): Rbm {
  const rbm = createRbm(visible, hidden);
  drawWeights(rbm, 'bench', 0.01, 1);
  return rbm;
}

/**
 * Writes work for other programs to read: visible, hidden and batch as 32-bit integers, then w, bv and bh as float32 and the
 * batch as a byte a unit, row by row. All little-endian.
 */
export function writeWork(path: string, { rbm, batch, rows }: Work): void {
  const head = Uint32Array.of(rbm.visible, rbm.hidden, batch);
  const data = new Uint8Array(batch * rbm.visible);
  for (let row = 0; row < batch; row++) {
    for (let i = 0; i < rbm.visible; i++) data[row * rbm.visible + i] = getBit(rows.bits, rows.starts[row] + i);
  }
  const parts = [head, rbm.w, rbm.bv, rbm.bh, data];
  writeFileSync(path, Buffer.concat(parts.map((a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength))));
}
