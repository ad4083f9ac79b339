import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, padLeft, padRight, printable, visibleWidth, wrap } from '../../../../local/terminal/visible-text.ts';

const word = fc.constantFrom('a', 'request', '表', '\u001B[31mred\u001B[39m', '✓', ' ', 'é', 'e\u0301');
const text = fc.array(word).map((words) => words.join(' '));

describe('text in columns', () => {
  it('is as wide as a terminal shows it', () => {
    expect(visibleWidth('p95 12 ms')).toBe(9);
    expect(visibleWidth('\u001B[31mred\u001B[39m')).toBe(3);
    expect(visibleWidth('表')).toBe(2);
    expect(visibleWidth('e\u0301')).toBe(1);
  });

  it('never gets wider than it was cut to, and is left alone when it fits', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 60 }), (content, columns) => {
        const shown = cut(content, columns);
        expect(visibleWidth(shown)).toBeLessThanOrEqual(columns);
        if (visibleWidth(content) <= columns) expect(shown).toBe(content);
      }),
    );
  });

  it('closes the colours it cut through', () => {
    expect(cut('\u001B[31mabcdef\u001B[39m', 4)).toBe('\u001B[31mabc\u001B[0m…');
  });

  it('is padded to the columns it shows', () => {
    expect(padRight('表', 4)).toBe('表  ');
    expect(padLeft('\u001B[31m1\u001B[39m', 3)).toBe('  \u001B[31m1\u001B[39m');
    expect(padLeft('longer', 3)).toBe('longer');
  });

  it('breaks at blanks and loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'be', 'request', 'p95')), fc.integer({ min: 8, max: 30 }), (words, columns) => {
        const lines = wrap(words.join(' '), columns);
        for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join(' ')).toBe(words.join(' '));
      }),
    );
  });
});

describe('printable text', () => {
  it('cannot command the terminal it is shown on', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('\u001B[2J', '\u001B]0;title\u0007', '\u009B31m', '\r', '\u202E', 'x', '\n'), fc.string())).map((parts) => parts.join('')), (evil) => {
        // oxlint-disable-next-line no-control-regex -- looks for what must not be there
        expect(printable(evil)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
      }),
    );
    expect(printable('\u001B[31mred\u001B[39m\tand\nmore')).toBe('red  and\nmore');
  });
});
