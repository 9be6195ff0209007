/** The kernels of `src/dense` in SIMD lanes. A lane is an output, never a term, so the bits are those of the plain kernels. */

export { sigmoidGradient, sigmoidValues, tanhGradient, tanhValues } from './activations';
export { moveAdam } from './adam';
export { addColumnSums } from './column-sums';
export { addMultiplied, multiply, scale } from './elements';
export { stepGatedStack } from './gated-stack';
export { addOuterProducts, addProduct } from './products';
export { sumOfSquares } from './sum-of-squares';
export { transpose } from './transpose';
