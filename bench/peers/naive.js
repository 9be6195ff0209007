/**
 * The machine as one writes it down from the formulas: dense loops, Math.exp, Math.random.
 *
 * @module
 */
import { serve } from './serve.js';

function sigmoid(a) {
  return 1 / (1 + Math.exp(-a));
}

class Naive {
  constructor({ visible, hidden, batch, w, bv, bh, rows }) {
    this.visible = visible;
    this.hidden = hidden;
    this.batch = batch;
    this.w = w.slice();
    this.bv = bv.slice();
    this.bh = bh.slice();
    this.x = Float32Array.from(rows);
    this.restart();
  }

  restart() {
    this.v = this.x;
  }

  sampleHidden(v) {
    const h = new Float32Array(this.batch * this.hidden);
    for (let b = 0; b < this.batch; b++) {
      for (let j = 0; j < this.hidden; j++) {
        let a = this.bh[j];
        for (let i = 0; i < this.visible; i++) a += v[b * this.visible + i] * this.w[i * this.hidden + j];
        h[b * this.hidden + j] = Math.random() < sigmoid(a) ? 1 : 0;
      }
    }
    return h;
  }

  sampleVisible(h) {
    const v = new Float32Array(this.batch * this.visible);
    for (let b = 0; b < this.batch; b++) {
      for (let i = 0; i < this.visible; i++) {
        let a = this.bv[i];
        for (let j = 0; j < this.hidden; j++) a += h[b * this.hidden + j] * this.w[i * this.hidden + j];
        v[b * this.visible + i] = Math.random() < sigmoid(a) ? 1 : 0;
      }
    }
    return v;
  }

  cd1(rate) {
    const { x, visible, hidden, batch } = this;
    const v = this.sampleVisible(this.sampleHidden(x));
    const hData = this.sampleHidden(x);
    const hModel = this.sampleHidden(v);
    const scale = rate / batch;
    for (let i = 0; i < visible; i++) {
      for (let j = 0; j < hidden; j++) {
        let sum = 0;
        for (let b = 0; b < batch; b++) {
          sum += x[b * visible + i] * hData[b * hidden + j] - v[b * visible + i] * hModel[b * hidden + j];
        }
        this.w[i * hidden + j] += scale * sum;
      }
    }
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < visible; i++) this.bv[i] += scale * (x[b * visible + i] - v[b * visible + i]);
      for (let j = 0; j < hidden; j++) this.bh[j] += scale * (hData[b * hidden + j] - hModel[b * hidden + j]);
    }
  }

  gibbs() {
    this.v = this.sampleVisible(this.sampleHidden(this.v));
  }

  parameters() {
    return [this.w, this.bv, this.bh];
  }

  state() {
    return this.v;
  }
}

await serve(`Node ${process.version}`, (work) => new Naive(work));
