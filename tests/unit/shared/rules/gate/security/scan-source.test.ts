import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanSource } from '../../../../../../shared/rules/gate/security/scan-source.ts';
import { SECURITY_CLASSES } from '../../../../../../shared/rules/gate/security/security-finding.ts';
import { injection } from './cases/injection.ts';
import { commandExecution, deserialisation, pathTraversal, prototypePollution } from './cases/system.ts';
import { openRedirect, ssrf, xss } from './cases/web.ts';
import { credentials, redos, tlsOff, weakCrypto } from './cases/written.ts';

/** Of the form that a provider gives out, and given out by nobody. */
const ISSUED = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
const ALL = [injection, xss, ssrf, pathTraversal, commandExecution, prototypePollution, deserialisation, weakCrypto, tlsOff, credentials, openRedirect, redos];

describe('the security rules', () => {
  it('have development cases for every class', () => expect(ALL.map((each) => each.class).sort()).toEqual([...SECURITY_CLASSES].sort()));

  for (const { class: of, vulnerable, safe } of ALL) {
    it(`find ${of} where it is`, () => {
      for (const code of vulnerable) expect(scanSource('src/a.ts', code).map((each) => each.class), code).toContain(of);
    });

    it(`find nothing in what only looks like ${of}`, () => {
      for (const code of safe) expect(scanSource('src/a.ts', code).map(({ rule, line }) => ({ rule, line })), code).toEqual([]);
    });
  }

  it('tell the way of the input, step by step, and where it comes from', () => {
    const [finding] = scanSource('src/a.js', "app.get('/u', (req, res) => {\n  const { id } = req.query;\n  const sql = 'SELECT * FROM users WHERE id = ' + id;\n  db.query(sql, (error, rows) => res.json(rows));\n});\n");
    expect(finding).toMatchObject({ rule: 'sql-injection', path: 'src/a.js', line: 4 });
    expect(finding?.trace).toEqual(['line 2: req.query', 'line 2: id', "line 3: sql = 'SELECT * FROM users WHERE id = ' + id", 'line 4: db.query(sql, (error, rows) => res.json(rows))']);
  });

  it('look for issued keys only in tests', () => {
    const text = `const password = 'Sup3rS3cret!'; const key = '${ISSUED}';`;
    expect(scanSource('tests/a.test.ts', text).map(({ rule }) => rule)).toEqual(['issued-key']);
    expect(scanSource('src/a.ts', text).map(({ rule }) => rule).sort()).toEqual(['hard-coded-secret', 'issued-key']);
  });
});

describe('any text', () => {
  const PIECES = ['req.query.x', 'const a = ', '=>', '(', ')', '{', '}', '[', ']', ';', '`${', '`', "'", '/a+/', 'function f(', 'class A {', 'await ', 'if (', 'for (const x of ', 'db.query(', 'return ', '...', 'eval(', '.then(', '\n', ',', '=', '?', ':', '<a>', 'f', '\u0000', '=== ', 'switch (', 'case 1:', 'try {', '} catch {'];

  it('is read to its end without an error', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), (pieces) => {
      expect(Array.isArray(scanSource('a.tsx', pieces.join('')))).toBe(true);
    }), { numRuns: 300 });
  });

  it('that nests deeper than anybody writes has no findings instead of an error', () => {
    for (const text of ['('.repeat(20_000), 'if(a){'.repeat(3000), `x=${'a?b:'.repeat(3000)}c`, `a${'.b()'.repeat(300)}`]) expect(scanSource('a.js', text)).toEqual([]);
  });

  it('has the same fingerprints after its lines moved and it was formatted and renamed', () => {
    const code = "app.get('/u', (req, res) => { require('child_process').exec('ls ' + req.query.d); res.redirect(req.query.to); });";
    const moved = `// a comment\n\n${code.replaceAll('; ', ';\n\n  ').replace("'ls ' + ", "'ls '\n    + ")}\n`;
    const prints = (path: string, text: string) => scanSource(path, text).map(({ fingerprint }) => fingerprint).sort();
    expect(prints('src/b.js', moved)).toEqual(prints('src/a.js', code));
    expect(prints('src/a.js', code)).toHaveLength(2);
  });
});
