import { describe, expect, it } from 'vitest';
import { findMessage } from '../../../../lab/cluster/find-message.ts';

/** Forty lines of one log: the header as `head` makes it, and messages of several kinds. */
const MESSAGES = ['queue is empty', 'order 17 came', 'Connection to [10.0.0.1] was lost: retry', '12 items left', 'ok'];
const logOf = (head: (index: number) => string) => Array.from({ length: 40 }, (_, index) => ({ line: head(index) + (MESSAGES[index % MESSAGES.length] ?? ''), message: MESSAGES[index % MESSAGES.length] ?? '' }));
const two = (index: number): string => String(10 + (index % 50));
const level = (index: number): string => ['INFO', 'WARN', 'ERROR', 'DEBUG'][index % 4] ?? 'INFO';

describe('finding the message without a format', () => {
  it.each<[string, (index: number) => string]>([
    ['nothing before it', () => ''],
    ['an ISO time and a level', (index) => `2024-05-01T10:00:${two(index)}.123Z ${level(index)} `],
    ['date, time, level, thread, source', (index) => `2024-05-01 10:00:${two(index)},123 ${level(index)} [pool-1 thread-${index}] org.shop.Orders: `],
    ['syslog', (index) => `May ${1 + (index % 28)} 10:00:${two(index)} web${index % 3} app[${1000 + index}]: `],
    ['brackets', (index) => `[Sun May 05 10:00:${two(index)} 2024] [${level(index).toLowerCase()}] `],
    ['columns', (index) => `20240501-10:00:${two(index)}:606|Step_${index % 4}|3000${index}|`],
    ['process and thread numbers', (index) => `05-01 10:00:${two(index)}.811  1702  ${2000 + index} D WindowManager: `],
    ['a table of fixed columns', (index) => `2024-05-01 10:00:${two(index)}, ${level(index).padEnd(21)} CBS    `],
    ['a host before the time', (index) => `- 11178385${two(index)} R0${index % 8}-M1-N0 2024-05-01-15.42.50.${675_000 + index} RAS KERNEL ${level(index)} `],
  ])('after %s', (_, head) => {
    const log = logOf(head);
    const find = findMessage(log.map(({ line }) => line));
    expect(log.map(({ line }) => find(line))).toEqual(log.map(({ message }) => message));
  });

  it('reads the message of JSON lines', () => {
    const lines = MESSAGES.map((msg, index) => JSON.stringify({ level: 30, time: index, msg }));
    const find = findMessage(lines);
    expect(lines.map(find)).toEqual(MESSAGES);
    expect(find('not JSON')).toBeUndefined();
  });

  it('leaves a line alone that does not begin as the others do', () => {
    const find = findMessage(logOf((index) => `[${two(index)}:00] ${level(index)}: `).map(({ line }) => line));
    expect(find('    at Object.run (index.js:1:2)')).toBe('at Object.run (index.js:1:2)');
    expect(find('')).toBe('');
  });

  it('takes no word of the message for a header, however often it is there', () => {
    const find = findMessage(Array.from({ length: 40 }, (_, index) => `order of customer ${index} is late`));
    expect(find('order of customer 7 is late')).toBe('order of customer 7 is late');
  });

  it('knows nothing from no lines', () => {
    expect(findMessage([])('2024-05-01 it is up')).toBe('2024-05-01 it is up');
  });
});
