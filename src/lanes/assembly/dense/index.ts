/** The kernels of `src/dense` in SIMD lanes. A lane is an output, never a term, so the bits are those of the plain kernels. */
export { addOuterProducts, addProduct } from './products';
export { addColumnSums } from './column-sums';
export { transpose } from './transpose';
export { sigmoidGradient, sigmoidValues, tanhGradient, tanhValues } from './activations';
export { addMultiplied, multiply, scale } from './elements';
export { moveAdam } from './adam';
export { sumOfSquares } from './sum-of-squares';
