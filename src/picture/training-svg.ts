/**
 * The curves of a training run as SVG.
 *
 * @module
 */
import type { EpochRecord } from '../rbm/training/trainer.ts';
import { type CurvePanel, curveSvg } from './curve-svg.ts';
import { formatNumber } from './format-number.ts';

/**
 * Draws two panels over the epochs as an SVG document: the reconstruction error; and the free energy of training and held-out
 * windows, with the gap between them shaded. A growing gap indicates overfitting (Hinton 2010, section 6), which the
 * reconstruction error cannot show.
 */
export function trainingSvg(records: readonly EpochRecord[], title: string = 'Training'): string {
  let gap = '';
  for (const { epoch, freeEnergyTraining, freeEnergyHeldOut } of records) {
    const difference = (freeEnergyHeldOut ?? Number.NaN) - freeEnergyTraining;
    if (Number.isFinite(difference)) gap = ` (gap ${formatNumber(difference)} after epoch ${epoch})`;
  }
  const heldOut = { name: 'held out', values: records.map((record) => record.freeEnergyHeldOut) };
  const panels: CurvePanel[] = [
    {
      title: 'Reconstruction error, wrong bits a window',
      curves: [{ name: 'training', values: records.map((record) => record.reconstructionError) }],
    },
    {
      title: `Free energy, nats${gap}`,
      curves: [
        { name: 'training', values: records.map((record) => record.freeEnergyTraining) },
        ...(gap === '' ? [] : [heldOut]),
      ],
      gap: true,
    },
  ];
  return curveSvg({ title, xLabel: 'epoch', x: records.map((record) => record.epoch), panels });
}
