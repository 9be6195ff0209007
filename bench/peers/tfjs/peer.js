/**
 * TensorFlow.js, on the backend that is named by the first argument: `cpu` (plain JavaScript) or `wasm` (SIMD, one thread).
 *
 * @module
 */
import { serve } from '../serve.js';

const [, , backend] = process.argv;

/** The library, or the end of this peer. */
async function load() {
  try {
    const core = await import('@tensorflow/tfjs-core');
    await import(backend === 'wasm' ? '@tensorflow/tfjs-backend-wasm' : '@tensorflow/tfjs-backend-cpu');
    return core;
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stdout.write(`missing ${error.message.split('\n')[0]}\n`);
    process.exit(0);
  }
}

// The library talks on stdout, which is where answers go.
console.log = console.error;
console.warn = console.error;
const tf = await load();
if (backend === 'wasm') tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
await tf.ready();

/** The machine in tensors, which are given back by hand: no collector knows of them. */
class Tensors {
  constructor({ visible, hidden, batch, w, bv, bh, rows }) {
    this.batch = batch;
    this.w = tf.tensor2d(w, [visible, hidden]);
    this.bv = tf.tensor1d(bv);
    this.bh = tf.tensor1d(bh);
    this.x = tf.tensor2d(Float32Array.from(rows), [batch, visible]);
    this.v = this.x.clone();
  }

  restart() {
    this.keep({ v: this.x.clone() });
  }

  /** Puts new tensors in the place of old ones. */
  keep(fresh) {
    for (const [name, tensor] of Object.entries(fresh)) {
      this[name].dispose();
      this[name] = tensor;
    }
  }

  /** 1 where u < p. */
  sample(p) {
    return tf.cast(tf.less(tf.randomUniform(p.shape, 0, 1), p), 'float32');
  }

  hidden(v) {
    return tf.sigmoid(tf.add(tf.matMul(v, this.w), this.bh));
  }

  visible(h) {
    return this.sample(tf.sigmoid(tf.add(tf.matMul(h, this.w, false, true), this.bv)));
  }

  cd1(rate) {
    const fresh = tf.tidy(() => {
      const { x, w, bv, bh } = this;
      const p = this.hidden(x);
      const h = this.sample(p);
      const v = this.visible(this.sample(p));
      const hModel = this.sample(this.hidden(v));
      const scale = tf.scalar(rate / this.batch);
      const dw = tf.sub(tf.matMul(x, h, true, false), tf.matMul(v, hModel, true, false));
      return {
        w: tf.add(w, tf.mul(scale, dw)),
        bv: tf.add(bv, tf.mul(scale, tf.sum(tf.sub(x, v), 0))),
        bh: tf.add(bh, tf.mul(scale, tf.sum(tf.sub(h, hModel), 0))),
      };
    });
    this.keep(fresh);
    // All operations of both backends are synchronous; reading one value holds them to it.
    this.bh.dataSync();
  }

  gibbs() {
    this.keep({ v: tf.tidy(() => this.visible(this.sample(this.hidden(this.v)))) });
    this.v.dataSync();
  }

  parameters() {
    return [this.w.dataSync(), this.bv.dataSync(), this.bh.dataSync()];
  }

  state() {
    return this.v.dataSync();
  }

  end() {
    for (const tensor of [this.w, this.bv, this.bh, this.x, this.v]) tensor.dispose();
  }
}

await serve(`tfjs ${tf.version_core} ${backend}`, (work) => new Tensors(work));
