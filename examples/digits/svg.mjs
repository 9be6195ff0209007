// Small pictures side by side as one SVG.

/** Pixels of a cell, and between two pictures. */
const CELL = 6;
const GAP = 6;

/** Shades of a colour: cells alike are one path. */
const SHADES = 8;

/**
 * Draws the rows of a table, each as a picture of side × side cells: 0 is white, above it blue, below it orange.
 *
 * @param {{ data: ArrayLike<number>, shape: readonly number[] }} table
 * @param {{ title: string, side: number, across: number, scale: number }} layout `across`: pictures side by side; `scale`: the value
 * that gets the fullest colour
 * @returns {string}
 */
export function picturesSvg({ data, shape: [count, cells] }, { title, side, across, scale }) {
  const step = side * CELL + GAP;
  const width = across * step + GAP;
  const height = Math.ceil(count / across) * step + GAP;
  const frames = [];
  const shades = new Map();
  for (let n = 0; n < count; n++) {
    const x = GAP + (n % across) * step;
    const y = GAP + Math.floor(n / across) * step;
    frames.push(`M${x} ${y}h${side * CELL}v${side * CELL}h${-side * CELL}z`);
    for (let cell = 0; cell < cells; cell++) {
      const share = Math.max(-1, Math.min(1, data[n * cells + cell] / scale));
      const shade = Math.round(share * SHADES);
      if (shade === 0) continue;
      const at = `M${x + (cell % side) * CELL} ${y + Math.floor(cell / side) * CELL}h${CELL}v${CELL}h${-CELL}z`;
      shades.set(shade, (shades.get(shade) ?? '') + at);
    }
  }
  const paths = [...shades].map(
    ([shade, path]) =>
      `<path fill="${shade > 0 ? '#0072b2' : '#d55e00'}" fill-opacity="${Math.abs(shade) / SHADES}" d="${path}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${title}</title>`,
    '<rect width="100%" height="100%" fill="#c6ccd5"/>',
    `<path fill="#fff" d="${frames.join('')}"/>`,
    ...paths,
    '</svg>',
    '',
  ].join('\n');
}
