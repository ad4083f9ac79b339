import { describe, expect, it } from 'vitest';
import { newSecurityFindings } from '../../../../../../shared/rules/gate/security/new-findings.ts';

const WEAK = "app.get('/u', (req, res) => { require('child_process').exec('ls ' + req.query.d, () => res.end()); });\n";
/** Of the form that a provider gives out, and given out by nobody. */
const ISSUED = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
const OTHER = "app.get('/v', (req, res) => { res.redirect(req.query.to); });\n";
const files = (all: Record<string, string>) => new Map(Object.entries(all));
const rules = (before: Record<string, string>, after: Record<string, string>) => newSecurityFindings(files(before), files(after), [...new Set([...Object.keys(before), ...Object.keys(after)])]).map(({ rule, path, line }) => `${rule} ${path}:${line}`);

describe('what a change brings in', () => {
  it('is what the old code did not have', () => expect(rules({ 'src/a.js': WEAK }, { 'src/a.js': WEAK + OTHER })).toEqual(['open-redirect src/a.js:2']));

  it('is not what merely moved, within its file or to another', () => {
    expect(rules({ 'src/a.js': WEAK }, { 'src/a.js': `\n\n// moved\n${WEAK}` })).toEqual([]);
    expect(rules({ 'src/a.js': WEAK }, { 'src/b.js': WEAK })).toEqual([]);
  });

  it('is the second of two that are alike', () => expect(rules({ 'src/a.js': WEAK }, { 'src/a.js': WEAK + WEAK })).toEqual(['command-injection src/a.js:2']));

  it('is a place that lost its check', () => {
    const checked = "app.get('/u', (req, res) => {\n  if (!/^[a-z]+$/.test(req.query.d)) return res.end();\n  require('child_process').exec('ls ' + req.query.d, () => res.end());\n});\n";
    expect(rules({ 'src/a.js': checked }, { 'src/a.js': checked.replace(/ {2}if.*\n/, '') })).toEqual(['command-injection src/a.js:2']);
    expect(rules({ 'src/a.js': checked }, { 'src/a.js': checked })).toEqual([]);
  });

  it('is in a test only a key that somebody gave out', () => {
    expect(rules({}, { 'tests/a.test.js': WEAK })).toEqual([]);
    expect(rules({}, { 'tests/a.test.js': `const key = '${ISSUED}';\n` })).toEqual(['issued-key tests/a.test.js:1']);
  });
});
