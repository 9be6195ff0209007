/**
 * The functions in which recurrent models and WaveNet spend their time, as a table: SIMD lanes compute the same bits
 * (`src/lanes/dense.ts`).
 *
 * @module
 */
import { sigmoidGradient, sigmoidValues, tanhGradient, tanhValues } from './activations.ts';
import { moveAdam } from './adam.ts';
import { sumOfSquares } from './clip.ts';
import { addColumnSums } from './column-sums.ts';
import { addMultiplied, multiply, scale } from './elements.ts';
import { stepGatedStack } from './gated-stack.ts';
import { addOuterProducts, addProduct } from './products.ts';
import { transpose } from './transpose.ts';

/** Each function is described where its plain form is. Matrices are row-major; weights have shape [inputs, outputs]. */
export interface DenseKernels {
  /** Rows times weights, or a vector times weights: `dense/products` */
  readonly addProduct: typeof addProduct;
  /** The gradient of weights: `dense/products` */
  readonly addOuterProducts: typeof addOuterProducts;
  /** The gradient of a bias: `dense/column-sums` */
  readonly addColumnSums: typeof addColumnSums;
  /** Weights for the way back: `dense/transpose` */
  readonly transpose: typeof transpose;
  /** tanh: `dense/activations` */
  readonly tanhValues: typeof tanhValues;
  /** The logistic function: `dense/activations` */
  readonly sigmoidValues: typeof sigmoidValues;
  /** The way back through tanh: `dense/activations` */
  readonly tanhGradient: typeof tanhGradient;
  /** The way back through the logistic function: `dense/activations` */
  readonly sigmoidGradient: typeof sigmoidGradient;
  /** A gate: `dense/elements` */
  readonly multiply: typeof multiply;
  /** A gate's output, added: `dense/elements` */
  readonly addMultiplied: typeof addMultiplied;
  /** An array times a number: `dense/elements` */
  readonly scale: typeof scale;
  /** A sample of WaveNet's layers: `dense/gated-stack` */
  readonly stepGatedStack: typeof stepGatedStack;
  /** The squared norm of an array: `dense/clip` */
  readonly sumOfSquares: typeof sumOfSquares;
  /** An update of parameters: `dense/adam` */
  readonly moveAdam: typeof moveAdam;
}

/** Plain TypeScript. */
export const plainDense: DenseKernels = {
  addProduct,
  addOuterProducts,
  addColumnSums,
  transpose,
  tanhValues,
  sigmoidValues,
  tanhGradient,
  sigmoidGradient,
  multiply,
  addMultiplied,
  scale,
  stepGatedStack,
  sumOfSquares,
  moveAdam,
};
