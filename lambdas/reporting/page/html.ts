/** A piece of HTML that is safe to embed: every text in it has been escaped, or was written by us. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for HTML content and quoted attributes. Control characters that HTML forbids are replaced. */
export const escapeHtml = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these characters are what is being removed
  text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '\uFFFD').replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

export type HtmlValue = Html | string | number | readonly Html[] | undefined | false;

const show = (value: HtmlValue): string => {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(({ text }) => text).join('');
};

/** A template whose every value is escaped unless it is `Html` already. */
export const html = (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  new Html(strings.reduce((text, part, index) => text + part + (index < values.length ? show(values[index]) : ''), ''));
