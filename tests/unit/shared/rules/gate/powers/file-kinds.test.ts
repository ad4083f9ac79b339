import { describe, expect, it } from 'vitest';
import { fileKinds } from '../../../../../../shared/rules/gate/powers/file-kinds.ts';

const BASE = new Map(['src/a.ts', 'src/config.json', 'src/page.html', 'src/deploy.sh', 'src/lib/index.ts', 'README.md', 'package.json'].map((path) => [path, 'old\n']));
const findings = (path: string, { after = 'new\n', author = 'model' }: { after?: string; author?: 'model' | 'recipe' } = {}) => fileKinds({ before: BASE, after: new Map([...BASE, [path, after]]), changed: [path], author });

describe('the kinds of files that a patch brings', () => {
  it.each(['src/a.ts', 'src/new.ts', 'src/deep/new.mjs', 'test/new.test.ts', 'test/fixtures/order.json', 'src/config.json', 'src/page.html', 'README.md', 'src/rate-limit.ts', 'src/set-up.ts', 'src/patch.ts'])('may be %s', (path) => {
    expect(findings(path)).toEqual([]);
  });

  it.each([
    '.npmrc', '.env', 'src/.env.local', '.husky/pre-commit', '.vscode/tasks.json', '.mocharc.js', 'vitest.config.ts', 'src/vitest.workspace.ts', 'jest.setup.ts', 'test/setup.ts', 'test/vitest.setup.ts', 'test/global-setup.mjs', 'test/__mocks__/fs.ts', 'Makefile', 'sitecustomize.py', 'test/conftest.py', 'Package.JSON', 'src/PACKAGE.json', 'tsconfig.test.json', 'CLAUDE.md', '.cursorrules', '.github/copilot-instructions.md', '.git/hooks/pre-commit', 'hooks/post-merge',
    'src/evil.node', 'src/evil.wasm', 'src/new.json', 'src/new.yml', 'src/run.sh', 'test/run.sh', 'test/data.bin', 'src/deploy.sh', 'src/А.ts', 'src/a\u200B.ts', 'SRC/a.ts', 'src/A.ts', 'src/a.js', 'src/lib.ts', 'src/config.ts', 'src/con.ts', 'src/x.ts:stream', 'src/x.ts.', 'src/GIT~1/config', 'node_modules/x/index.js', 'src/ x.ts',
  ])('may not be %s', (path) => {
    expect(findings(path)).toHaveLength(1);
  });

  it('may be a setting that a recipe changes where it stands', () => {
    expect(findings('src/deploy.sh', { author: 'recipe' })).toEqual([]);
  });
});
