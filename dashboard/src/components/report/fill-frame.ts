/** What a report has no use for, and what could act. */
const LEFT_OUT = 'script, link, meta, base, iframe, frame, object, embed, form, style';

const SHEET = /<style[^>]*>([\s\S]*?)<\/style>/g;
/** In a report every text is escaped, so that this can stand in a tag only. */
const STYLE_ATTRIBUTE = /\sstyle="/g;

/**
 * Puts a self-contained HTML document into an empty frame that may run nothing, under a policy that allows no inline style: its style sheets are put
 * in through the object model, which the policy allows because only our own scripts can do it. The frame grows with what is in it.
 * Returns how to stop following its size.
 */
export const fillFrame = (frame: HTMLIFrameElement, html: string): (() => void) | undefined => {
  const place = frame.contentDocument;
  const view = frame.contentWindow as (Window & { readonly CSSStyleSheet: typeof CSSStyleSheet }) | null;
  if (place === null || view === null) return undefined;
  // Taken out before it is parsed: the parser already objects to what the policy does not allow.
  const css = [...html.matchAll(SHEET)].map(([, rules]) => rules).join('\n');
  const report = new DOMParser().parseFromString(html.replaceAll(SHEET, '').replaceAll(STYLE_ATTRIBUTE, ' data-style="'), 'text/html');
  for (const element of report.querySelectorAll(LEFT_OUT)) element.remove();
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  place.adoptedStyleSheets = [sheet];
  place.documentElement.lang = report.documentElement.lang;
  place.body.replaceChildren(...[...report.body.childNodes].map((node) => place.importNode(node, true)));
  for (const element of place.body.querySelectorAll<HTMLElement | SVGElement>('[data-style]')) element.style.cssText = element.dataset['style'] ?? '';
  // Its links to its own parts would lead the frame to this page.
  for (const link of place.body.querySelectorAll('a')) {
    const { hash } = link;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      place.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView({ block: 'start' });
    });
  }
  const fit = (): void => {
    frame.style.blockSize = `${place.documentElement.scrollHeight + 4}px`;
  };
  const follow = new ResizeObserver(fit);
  follow.observe(place.body);
  fit();
  return () => follow.disconnect();
};
