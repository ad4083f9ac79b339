import type { TopLevelSpec } from 'vega-lite';

/**
 * Draws a chart as one SVG element that scales with its container and carries its own title and description.
 * The libraries are heavy, so they are loaded with the first chart. Colours may be CSS variables of the page around it.
 */
export const drawChart = async (spec: TopLevelSpec, label: { readonly id: string; readonly title: string; readonly description: string }): Promise<string> => {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return svg.replace(
      /^<svg[^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)">/,
      (_, width: string, __, viewBox: string) =>
        `<svg role="img" aria-labelledby="${label.id}-t ${label.id}-d" viewBox="${viewBox}" style="max-width:${width}px" xmlns="http://www.w3.org/2000/svg"><title id="${label.id}-t">${escape(label.title)}</title><desc id="${label.id}-d">${escape(label.description)}</desc>`,
    );
  } finally {
    view.finalize();
  }
};
