// The chain in the audio thread: one Gibbs step with every block; each bar is the state of the chain when it begins.
const { openPlayer, stepChain, readWindow, rollNotes } = globalThis.harmonium;

class Chain extends AudioWorkletProcessor {
  constructor({ processorOptions: { model, seed } }) {
    super();
    this.player = openPlayer(model, seed);
    // From noise to music before the first bar; from then on a step costs a tenth of a block's time.
    stepChain(this.player, 50);
    const { tempo, grid } = this.player.model;
    this.step = Math.round((60 / tempo / grid) * sampleRate);
    this.at = 0;
    this.notes = [];
    this.voices = [];
  }

  process(_inputs, [[left, right]]) {
    const { steps } = this.player.model;
    stepChain(this.player);
    for (let n = 0; n < left.length; n++, this.at++) {
      if (this.at % (steps * this.step) === 0) this.nextBar();
      if (this.at % this.step === 0) this.strike((this.at / this.step) % steps);
      left[n] = right[n] = this.sound();
    }
    return true;
  }

  nextBar() {
    this.notes = rollNotes(readWindow(this.player));
    this.port.postMessage(this.notes);
  }

  /** Starts the notes of a step. */
  strike(step) {
    for (const { pitch, start, length } of this.notes) {
      if (start !== step) continue;
      const turn = (2 * Math.PI * 440 * 2 ** ((pitch - 69) / 12)) / sampleRate;
      this.voices.push({ angle: 0, turn, left: length * this.step, gain: 0 });
    }
  }

  /** One sample: all voices, each rising fast and falling when its time is over. */
  sound() {
    let sum = 0;
    for (const voice of this.voices) {
      voice.gain += ((voice.left-- > 0 ? 0.08 : 0) - voice.gain) * 0.001;
      voice.angle += voice.turn;
      sum += voice.gain * (Math.sin(voice.angle) + 0.3 * Math.sin(2 * voice.angle));
    }
    if (this.voices.length > 0 && this.voices[0].left < -8000) this.voices.shift();
    return sum;
  }
}

registerProcessor('harmonium-chain', Chain);
