import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { precisionOf, recallOf, scoreScan } from '../../../../lab/validate/score-scan.ts';
import { readSecurityCases } from '../../../../lab/validate/security-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'pawl-cases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const TLS_OFF = "const https = require('node:https');\nhttps.request({ host: 'a', rejectUnauthorized: false });\n";
const TLS_ON = TLS_OFF.replace('false', 'true');
const FILES = { 'tls-off/vulnerable-01.js': TLS_OFF, 'tls-off/vulnerable-02.js': TLS_ON, 'tls-off/safe-01.js': TLS_ON, 'xss/safe-01.js': TLS_OFF, 'tls-off/README.md': TLS_OFF, 'development/tls-off/safe-01.js': TLS_OFF, 'other/vulnerable-01.js': TLS_OFF };
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

it('reads the cases of every class, those held out apart from those of development', async () => {
  const cases = await readSecurityCases(folder);
  expect(cases.map((each) => `${each.split} ${each.class} ${each.path} ${each.isVulnerable}`)).toEqual([
    'held-out xss safe-01.js false', 'held-out tls-off safe-01.js false', 'held-out tls-off vulnerable-01.js true', 'held-out tls-off vulnerable-02.js true', 'development tls-off safe-01.js false',
  ]);
  expect(await readSecurityCases(join(folder, 'nowhere'))).toEqual([]);
});

it('counts what is found, missed, and said of safe code: of its class, and of any', async () => {
  const cases = await readSecurityCases(folder);
  const heldOut = scoreScan(cases.filter(({ split }) => split === 'held-out'));
  expect(heldOut).toEqual({ vulnerable: 2, safe: 2, found: 1, falseOfClass: 0, falseOfAny: 1, missed: ['vulnerable-02.js'], wrong: ['safe-01.js'] });
  const development = scoreScan(cases.filter(({ split }) => split === 'development'));
  expect([recallOf(heldOut), precisionOf(heldOut), precisionOf(development), recallOf(development)]).toEqual([0.5, 1, 0, Number.NaN]);
});
