/**
 * Rolls, receptive fields and training curves as SVG; rolls as text.
 *
 * @module harmonium-rbm/picture
 */
export { type FieldsSvgOptions, fieldsSvg, type RollMachine } from './fields-svg.ts';
export { type RollSvgOptions, rollSvg, rollSvgInParts, type TitledRoll } from './roll-svg.ts';
export { type RollTextOptions, rollText } from './roll-text.ts';
export { trainingSvg } from './training-svg.ts';
