import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listSources } from '../../../../lab/scan/list-sources.ts';
import { scanFolder, type ScannedFile } from '../../../../lab/scan/scan-folder.ts';
import { toSarif } from '../../../../lab/scan/sarif.ts';
import { scanFile } from '../../../../lab/scan/scan-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'pawl-scan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (root: string, files: Record<string, string>): string => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, root, path)), { recursive: true });
    writeFileSync(join(folder, root, path), text);
  }
  return join(folder, root);
};

const WEAK = "const { exec } = require('child_process');\napp.get('/u', (req, res) => {\n  exec('ls ' + req.query.d, () => res.end());\n});\n";

describe('the sources of a code base', () => {
  it('are its own: not what was installed, built, minified or is reached by a link', async () => {
    const root = put('plain', { 'src/a.ts': '', 'b.mjs': '', 'c.d.ts': '', 'd.json': '', 'lib.min.js': '', 'node_modules/x/i.js': '', 'dist/a.js': '', 'packages/p/node_modules/y/i.js': '', 'packages/p/index.jsx': '' });
    symlinkSync('/etc', join(root, 'etc'));
    expect(await listSources(root)).toEqual(['b.mjs', 'packages/p/index.jsx', 'src/a.ts']);
  });

  it('are without what git ignores', async () => {
    const root = put('git', { 'src/a.ts': '', 'generated/b.ts': '', '.gitignore': 'generated\n' });
    execFileSync('git', ['init', '-q', root]);
    expect(await listSources(root)).toEqual(['src/a.ts']);
  });
});

describe('SARIF', () => {
  it('names rules, places, fingerprints and the way of the input', () => {
    const findings = scanFile('src/a b.js', WEAK);
    expect(toSarif(findings)).toMatchObject({
      version: '2.1.0',
      runs: [{
        tool: { driver: { name: 'pawl', rules: [{ id: 'command-injection' }] } },
        results: [{ ruleId: 'command-injection', ruleIndex: 0, level: 'warning', locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a%20b.js' }, region: { startLine: 3 } } }], partialFingerprints: { 'pawl/v1': expect.stringMatching(/^[0-9a-f]{16}$/) as string }, codeFlows: [{ threadFlows: [{ locations: [{}, {}] }] }] }],
      }],
    });
  });
});

describe('pawl lab scan', () => {
  const pawl = (...words: string[]) => spawnSync(process.execPath, ['cli/pawl.ts', 'lab', 'scan', ...words], { encoding: 'utf8' });
  const branches = Array.from({ length: 10 }, (_each, index) => `  if (n === ${index}) return ${index * 3};`).join('\n');

  it('prints what it finds, names what it cannot read, writes SARIF, and ends with 1', () => {
    const root = put('weak', { 'src/a.js': WEAK, 'src/big.js': `function pick(n) {\n${branches}\n  return 0;\n}\n`, 'src/binary.js': 'a\0b' });
    const sarif = join(folder, 'out.sarif');
    const { status, stdout, stderr } = pawl(root, '--sarif', sarif, '--json');
    expect(status).toBe(1);
    expect(stdout.trim().split('\n').map((line) => (JSON.parse(line) as { rule: string }).rule)).toEqual(['command-injection', 'complex-function']);
    expect(stderr).toContain('src/binary.js is not text');
    expect((JSON.parse(readFileSync(sarif, 'utf8')) as { runs: [{ results: unknown[] }] }).runs[0].results).toHaveLength(2);
  });

  it('ends with 2 where there is no folder', () => {
    expect(pawl(join(folder, 'gone'))).toMatchObject({ status: 2, stderr: expect.stringContaining('does not exist') as string });
  });
});

describe('a folder', () => {
  it('without weaknesses has none, and tells of each file', async () => {
    const files: ScannedFile[] = [];
    for await (const file of scanFolder(put('clean', { 'a.ts': 'export const a = 1;\n', 'b/c.js': 'exports.b = 2;\n' }))) files.push(file);
    expect(files).toEqual([{ path: 'a.ts', done: 1, of: 2, findings: [] }, { path: 'b/c.js', done: 2, of: 2, findings: [] }]);
  });
});
