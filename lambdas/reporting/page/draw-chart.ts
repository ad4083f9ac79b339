import type { TopLevelSpec } from 'vega-lite';
import { AXIS_WIDTH } from './release-chart.ts';
import { escapeHtml } from './html.ts';

const PADDING = 8;

/**
 * Draws a chart as one SVG element that scales with its container and carries its own title and description.
 * The libraries are heavy, so they are loaded with the first chart. Colours may be CSS variables of the page around it.
 * Without a canvas, widths of texts are guessed and guessed too wide: the frame is therefore set from the plot's known `width`.
 */
export const drawChart = async (spec: TopLevelSpec, width: number, label: { readonly id: string; readonly title: string; readonly description: string }): Promise<string> => {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    const shape = /^<svg[^>]*? height="([\d.]+)"[^>]*>(.*?translate\(([\d.]+),)/s.exec(svg);
    if (shape === null) throw new Error('the chart library drew no SVG of the expected shape; a newer version may need a change here');
    const [head, height = '0', start = '', plotX = '0'] = shape;
    const full = AXIS_WIDTH + width + 2 * PADDING;
    const frame = `${Number(plotX) - AXIS_WIDTH - PADDING} 0 ${full} ${height}`;
    return (
      `<svg role="img" aria-labelledby="${label.id}-t ${label.id}-d" viewBox="${frame}" style="max-width:${full}px" xmlns="http://www.w3.org/2000/svg">` +
      `<title id="${label.id}-t">${escapeHtml(label.title)}</title><desc id="${label.id}-d">${escapeHtml(label.description)}</desc>${start}${svg.slice(head.length)}`
    );
  } finally {
    view.finalize();
  }
};
