import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFormat } from '../../../../lab/cluster/log-format.ts';

describe('a log format', () => {
  it.each([
    ['<Date> <Time> <Level> <Component>: <Content>', '17/06/09 20:10:40 INFO executor.Backend: Registered it: all', 'Registered it: all'],
    [String.raw`\[<Time>\] \[<Level>\] <Content>`, '[Sun Dec 04 04:47:44 2005] [notice] child init 1 [2]', 'child init 1 [2]'],
    [String.raw`<Time> <Component>(\[<PID>\])?: <Content>`, '12:01 ntpd[233]: synchronized', 'synchronized'],
    [String.raw`<Time> <Component>(\[<PID>\])?: <Content>`, '12:01 kernel: eth0: up', 'eth0: up'],
    [String.raw`<Time> <Component>(?:\[<PID>\])?: <Content>`, '12:01 a b c[1]: up', 'up'],
    ['<Date>  <Level> <Content>', '  2024-01-01 \t INFO   it is up  ', 'it is up'],
    ['(INFO|WARN) <Content>', 'WARN it is slow', 'it is slow'],
    ['[A-Z<>]+ <Content>', 'A<B> it is slow', 'it is slow'],
    ['<Level>: <Content> END', 'INFO: it is END END', 'it is END'],
    ['<Content>', '', ''],
  ])('%s reads %s', (notation, line, message) => {
    expect(logFormat(notation)(line)).toBe(message);
  });

  it.each([
    ['<Date> <Time> <Level> <Content>', 'one two'],
    [String.raw`\[<Time>\] <Content>`, 'it has no time'],
    [String.raw`<A> - <Content>`, 'a-b'],
  ])('%s does not read %s', (notation, line) => {
    expect(logFormat(notation)(line)).toBeUndefined();
  });

  it.each([
    ['<Date> <Time>', /no field <Content>/],
    ['(<Date> <Content>', /\( is never closed \(character 1 /],
    ['<Date> [a-z <Content>', /\[ is never closed \(character 8 /],
    ['<Date>) <Content>', /\) without \( \(character 7 /],
    ['<Date>|<Content>', /choice/],
    ['<A><Content>', /nothing parts the field <Content>/],
    ['<A> <A> <Content>', /<A> is there twice \(character 5 /],
    ['(<A> )*<Content>', /cannot be repeated/],
    ['x** <Content>', /no regular expression/],
    ['<Content> \\', /backslash at the end/],
  ])('says what is wrong with %s, and where', (notation, message) => {
    expect(() => logFormat(notation)).toThrow(message);
  });

  it('reads what a regular expression of lazy groups reads', () => {
    const notations = [
      ['<A> <B>: <Content>', /^(?<A>.*?)\s+(?<B>.*?):\s+(?<Content>.*?)$/],
      [String.raw`<A> <B>(\[<P>\])?: <Content>`, /^(?<A>.*?)\s+(?<B>.*?)(\[(?<P>.*?)\])?:\s+(?<Content>.*?)$/],
      [String.raw`\[<A>\] <B> - <Content>`, /^\[(?<A>.*?)\]\s+(?<B>.*?)\s+-\s+(?<Content>.*?)$/],
    ] as const;
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ':', '[', ']', '-', ': ', '] '), maxLength: 24 }).map((text) => text.trim().replaceAll(/ +/g, ' '));
    for (const [notation, pattern] of notations) {
      const read = logFormat(notation);
      fc.assert(
        fc.property(line, (text) => {
          expect(read(text)).toBe(pattern.exec(text)?.groups?.['Content']);
        }),
        { numRuns: 500 },
      );
    }
  });

  it('is done soon with a long line that almost matches', () => {
    // Fields that backtrack would take years here; the test would time out.
    const read = logFormat('<A> <B> <C> <D> <E> <F> <G> <H>, <Content>');
    expect(read('a b '.repeat(20_000))).toBeUndefined();
  });
});
