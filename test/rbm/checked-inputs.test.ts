import { describe, expect, it } from 'vitest';
import { hiddenInput, visibleInput } from '../../src/index.ts';
import * as hiddenKernel from '../../src/rbm/kernels/hidden-input.ts';
import * as visibleKernel from '../../src/rbm/kernels/visible-input.ts';
import { createRbm, drawWeights } from '../../src/rbm/rbm.ts';

const RBM = createRbm(3, 2);
drawWeights(RBM, 'inputs', 0, 1);
const { w, bv, bh } = RBM;
const none = new Uint32Array(0);
const refused = (option: string): unknown => expect.objectContaining({ code: 'length', option });

describe('the public inputs', () => {
  it('are those of the kernels', () => {
    const [a, b] = [new Float64Array(2), new Float64Array(2)];
    hiddenInput(a, Uint32Array.of(0, 2), 2, w, bh);
    hiddenKernel.hiddenInput(b, Uint32Array.of(0, 2), 2, w, bh);
    expect(a).toEqual(b);
    const [c, d] = [new Float64Array(3), new Float64Array(3)];
    visibleInput(c, Uint32Array.of(1), 1, w, bv, 2);
    visibleKernel.visibleInput(d, Uint32Array.of(1), 1, w, bv, 2);
    expect(c).toEqual(d);
  });

  it('refuse arrays whose lengths disagree, naming them', () => {
    expect(() => hiddenInput(new Float64Array(4), none, 0, w, bh)).toThrow(refused('bh'));
    expect(() => visibleInput(new Float64Array(4), none, 0, w, bv, 2)).toThrow(refused('bv'));
    expect(() => visibleInput(new Float64Array(3), none, 0, w, bv, 3)).toThrow(refused('w'));
  });
});
