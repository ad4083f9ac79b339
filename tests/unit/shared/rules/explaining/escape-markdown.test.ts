import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../../../shared/rules/explaining/escape-markdown.ts';
import { isoWeek } from '../../../../../shared/rules/explaining/iso-week.ts';

describe('text in Markdown', () => {
  it('is one line, and reads as it was once the escapes are taken away', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeMarkdown(text);
      expect(escaped).not.toMatch(/[\r\n]/);
      expect(escaped.replaceAll(/\\([\\`*_{}[\]<>()#+!|~&])/g, '$1')).toBe(text.replaceAll(/\s+/g, ' ').trim());
    }));
  });

  it('makes no link, image or element of what telemetry holds', () => {
    expect(escapeMarkdown('![x](http://a.b) <img src=x>\n# Heading')).toBe(String.raw`\!\[x\]\(http://a.b\) \<img src=x\> \# Heading`);
  });
});

describe('the week of a moment', () => {
  it.each([
    ['2021-01-03', '2020-W53'], ['2021-01-04', '2021-W01'], ['2024-12-30', '2025-W01'], ['2026-01-01', '2026-W01'], ['2026-11-22', '2026-W47'], ['2027-01-03', '2026-W53'],
  ])('%s lies in %s', (day, week) => expect(isoWeek(Date.parse(`${day}T23:59:59Z`))).toBe(week));
});
