/**
 * The machine's parameters.
 *
 * @module
 */

/**
 * A binary Restricted Boltzmann Machine: energy E(v, h) = −bv·v − bh·h − vᵀ W h over v ∈ {0,1}^visible, h ∈ {0,1}^hidden.
 *
 * Source: Smolensky (1986), "Information processing in dynamical systems: foundations of harmony theory".
 */
export interface Rbm {
  readonly visible: number;
  readonly hidden: number;
  /** shape [visible, hidden], row-major: the weights in nats */
  readonly w: Float32Array;
  /** shape [visible]: the visible biases in nats */
  readonly bv: Float32Array;
  /** shape [hidden]: the hidden biases in nats */
  readonly bh: Float32Array;
}
