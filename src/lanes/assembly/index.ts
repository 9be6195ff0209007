/** What the host calls. Rows are counted from 0; `last` is the first row that is left out. */
export { annealDown, annealUp, setupAnnealing } from './anneal';
export { addToSums } from './average';
export * from './dense/index';
export { freeEnergy } from './free-energy';
export { countRows } from './gradient';
export { forgetFindings, grow, takeSizes } from './limits';
export { setModelBits } from './lists';
export { setup } from './machine';
export { moveCentred, moveHiddenCentred, startCentred, sumSlopes } from './move-centred';
export { moveCounted, moveHiddenCounted } from './move-counted';
export { moveHiddenWeighed, moveWeighed } from './move-weighed';
export { join, pack } from './pack';
export { continueChains, contrast, reconstruct, runLists } from './phases';
