import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegex } from '../../../../../../../shared/rules/gate/security/regex/parse-regex.ts';
import { slowness } from '../../../../../../../shared/rules/gate/security/regex/slowness.ts';

const of = (pattern: RegExp) => slowness(pattern.source, pattern.flags);

describe('the slowness of a pattern', () => {
  it('is exponential where a repetition reads one text in two ways and matching can fail after it', () => {
    for (const source of ['^(a+)+$', '^(a*)*$', '(a|a)*b', '^(\\w+\\s?)*$', '^([a-z]+[-_]?)+$', '(.*)*x', '^(a|ab|b)*c', '^(?:\\d+,?)+$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]$']) expect(slowness(source, ''), source).toBe('exponential');
  });

  it('is not where there is one way only, or nothing can fail', () => {
    for (const pattern of [/^a+$/, /(a+)+/, /^(\w+\s)*\w+$/, /"(?:[^"\\]|\\.)*"/, /^(?:\d{1,3}\.){3}\d{1,3}$/, /^[\w.]+@[\w]+\.com$/, /^[a-z0-9]+(?:-[a-z0-9]+)*$/, /^(?:a|b)*$/]) expect(of(pattern), pattern.source).not.toBe('exponential');
  });

  it('is polynomial where two neighbouring repetitions share a text', () => {
    expect(of(/^\s*(.*?)\s*,$/)).toBe('polynomial');
    expect(of(/\d+\d+x/)).toBe('polynomial');
    expect(of(/^(\w+)-(\w+)$/)).toBe('none');
  });

  it('is known for any pattern that the language takes, and for none that it does not', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '(', ')', '*', '+', '?', '|', '[', ']', '\\', 'd', '.', '^', '$', '{', '2', ',', '}', '-', ':'), maxLength: 14 }), (source) => {
      let isValid = true;
      try {
        isValid = new RegExp(source) instanceof RegExp;
      } catch {
        isValid = false;
      }
      const result = slowness(source, '');
      expect(['none', 'polynomial', 'exponential']).toContain(result);
      if (isValid && !/[\\{}]/.test(source) && !source.includes('(?')) expect(parseRegex(source, ''), source).toBeDefined();
    }), { numRuns: 500 });
  });
});
