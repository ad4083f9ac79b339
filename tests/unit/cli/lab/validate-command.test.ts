import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'pawl-lab-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASES = [
  { id: 'works', language: 'javascript', candidate: { 'add.js': 'const add = (a, b) => a + b;\n' }, tests: { 't.js': 'console.assert(add(1, 2) === 3);\n' } },
  { id: 'fails', language: 'javascript', candidate: { 'add.js': 'const add = (a, b) => a - b;\n' }, tests: { 't.js': "console.assert(add(1, 2) === 3, 'one and two');\n" } },
].map((each) => JSON.stringify(each));

const pawl = (lines: readonly string[], ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/pawl.ts', 'lab', 'validate', '--cases', '-', ...words], { encoding: 'utf8', input: `${lines.join('\n')}\n` });
  return { status, out: stdout, err: stderr };
};

describe('pawl lab validate', () => {
  it('writes a verdict a case in their order, with what to act on', () => {
    const out = join(folder, 'verdicts.jsonl');
    const { status, err } = pawl(CASES, '--out', out);
    const verdicts = readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { id: string; verdict: string; findings: { check: string; message: string }[] });
    expect({ status, verdicts: verdicts.map(({ id, verdict }) => `${id} ${verdict}`) }).toEqual({ status: 0, verdicts: ['works accept', 'fails reject'] });
    expect(verdicts[1]?.findings).toEqual([expect.objectContaining({ check: 'tests', message: expect.stringContaining('one and two') as string })]);
    expect(err).toContain('1 accepted, 1 rejected');
  });

  it('tells people the same, judges what it can read and names the lines that it cannot', () => {
    const { status, out, err } = pawl([CASES[1] ?? '', '{"id": "x", "language": "cobol"}']);
    expect(status).toBe(1);
    expect(out).toMatch(/^reject {2}fails\n {2}tests: t\.js: Assertion failed: one and two/);
    expect(err).toMatch(/line 2: .*language: must be one of.*candidate/);
  });
});
