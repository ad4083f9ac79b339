import { describe, expect, it } from 'vitest';
import { checkSecrets } from '../../../../lambdas/validation/check-secrets.ts';

const TOKEN = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_');
const WITH_TOKEN = `const a = 1;\nconst token = '${TOKEN}';\n`;

describe('secrets', () => {
  it('finds a secret that comes in, names the line and never repeats it', async () => {
    const findings = await checkSecrets([{ path: 'src/a.ts', before: 'const a = 1;\n', after: WITH_TOKEN }]);
    expect(findings).toEqual([expect.objectContaining({ path: 'src/a.ts', line: 2 })]);
    expect(JSON.stringify(findings)).not.toContain(TOKEN);
  });

  it('does not hold against a patch what was there before', async () => {
    expect(await checkSecrets([{ path: 'src/a.ts', before: WITH_TOKEN, after: `// moved\n${WITH_TOKEN}` }])).toEqual([]);
  });

  it('has nothing to say to ordinary code and deleted files', async () => {
    expect(await checkSecrets([{ path: 'src/a.ts', before: null, after: "const url = process.env['URL'];\n" }, { path: 'src/b.ts', before: WITH_TOKEN, after: null }])).toEqual([]);
  });
});
