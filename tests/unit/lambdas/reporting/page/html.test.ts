import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeHtml, html } from '../../../../../lambdas/reporting/page/html.ts';

/** Any UTF-16, broken surrogates and control characters included. */
const anyText = fc.array(fc.oneof(fc.constantFrom('<', '>', '&', '"', "'", '/'), fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)))).map((units) => units.join(''));

it('lets no text become markup, in content or in a quoted attribute', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
    }),
  );
});

it('keeps every readable character', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const back = escapeHtml(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
      expect(back).toBe(text);
    }),
  );
});

it('escapes values but not the pieces it was built from, and shows nothing for what is absent', () => {
  const name = '<b>';
  const items = [html`<li>${1}</li>`, html`<li>${name}</li>`];
  expect(html`<ul>${items}</ul>${undefined}${false}`.text).toBe('<ul><li>1</li><li>&lt;b&gt;</li></ul>');
});

it('replaces control characters, which HTML forbids', () => {
  expect(escapeHtml('a\u0000b\u001Bc\n')).toBe('a\uFFFDb\uFFFDc\n');
});
