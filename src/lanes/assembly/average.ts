/** sums[k] += numbers[k], float32 to float64: the mean of parameters over updates. */
export function addToSums(sums: usize, numbers: usize, count: i32): void {
  let k = 0;
  for (; k + 4 <= count; k += 4, sums += 32, numbers += 16) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v128.load64_zero(numbers))));
    v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(v128.load64_zero(numbers, 8))), 16);
  }
  for (; k < count; k++, sums += 8, numbers += 4) store<f64>(sums, load<f64>(sums) + <f64>load<f32>(numbers));
}
