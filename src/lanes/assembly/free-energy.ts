/** Free energy, bit for bit as `rbm/kernels/free-energy` has it: its terms are added one by one; lanes compute two logarithms. */
import { hiddenInputs } from './hidden-values';
import { softplus, softplusOfTwo } from './logistic';
import { hidden, tables, visibleBiases } from './machine';

/** That of a list of visible units, in nats. */
export function freeEnergy(list: usize, count: i32): f64 {
  const input = tables;
  hiddenInputs(input, list, count);
  let energy: f64 = 0;
  for (const end = list + ((<usize>count) << 2); list < end; list += 4) {
    energy -= <f64>load<f32>(visibleBiases + ((<usize>load<u32>(list)) << 2));
  }
  for (let j = 0; j < hidden; j += 2) {
    const at = input + ((<usize>j) << 3);
    const a = v128.load(at);
    // Behind the layer there may be anything.
    if (j + 1 < hidden && v128.all_true<i64>(f64x2.le(f64x2.abs(a), f64x2.splat(690)))) {
      const both = softplusOfTwo(a);
      energy -= f64x2.extract_lane(both, 0);
      energy -= f64x2.extract_lane(both, 1);
    } else {
      energy -= softplus(load<f64>(at));
      if (j + 1 < hidden) energy -= softplus(load<f64>(at, 8));
    }
  }
  return energy;
}
