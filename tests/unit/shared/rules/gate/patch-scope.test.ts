import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../../../shared/domain/remedy.ts';
import { checkScope } from '../../../../../shared/rules/gate/patch-scope.ts';

const TARGET = { scope: ['src/', 'lib'] };
const change = (path: string, rest: Partial<FileChange> = {}): FileChange => ({ path, before: 'old\n', after: 'new\n', ...rest });
const findings = (files: readonly FileChange[], kind: 'recipe' | 'model' | 'person' = 'model', target = TARGET) => checkScope({ files: [...files], author: { kind, name: 'x' } }, target);

describe('the scope of a patch', () => {
  it('accepts changes below the prefixes, and everything for "."', () => {
    expect(findings([change('src/a.ts'), change('lib/deep/b.ts', { before: null })])).toEqual([]);
    expect(findings([change('anything.ts')], 'model', { scope: ['.'] })).toEqual([]);
  });

  it.each(['source/a.ts', 'srcs/a.ts', 'library.ts', 'a.ts'])('refuses %s, which only looks like being inside', (path) => {
    expect(findings([change(path)])[0]).toMatchObject({ path, message: expect.stringContaining('outside') });
  });

  it.each(['../a.ts', '/etc/passwd', 'src/../../a.ts', 'src//a.ts', 'src\\a.ts', 'C:/a.ts', 'src/./a.ts', '.git/config', 'src/.GIT/hooks/x', 'src/a\n.ts'])('refuses the path %j', (path) => {
    expect(findings([change(path)], 'person', { scope: ['.'] })).toHaveLength(1);
  });

  it.each([
    'package.json', 'src/package.json', 'package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', '.npmrc', '.github/workflows/ci.yml', '.gitlab-ci.yml', 'buildspec.yml', 'infra/stack.ts', 'cdk.json', 'template.yaml', 'serverless.yml',
    'main.tf', 'Dockerfile', 'tsconfig.json', 'tsconfig.build.json', 'eslint.config.js', 'vitest.config.ts', '.env', '.env.production', 'src/server.key', 'node_modules/zod/index.js', '.gitattributes', 'iam-policy.json',
  ])('refuses %s for everybody', (path) => {
    for (const kind of ['recipe', 'model', 'person'] as const) expect(findings([change(path)], kind, { scope: ['.'] }), kind).toHaveLength(1);
  });

  it('lets everybody add a test, also outside the scope', () => {
    for (const path of ['test/new.test.ts', 'src/__tests__/a.ts', 'src/a.spec.ts']) expect(findings([change('src/a.ts'), change(path, { before: null })])).toEqual([]);
  });

  it('lets only a person change a test, and nobody delete one', () => {
    expect(findings([change('src/a.test.ts')], 'person')).toEqual([]);
    for (const kind of ['recipe', 'model'] as const) expect(findings([change('src/a.test.ts')], kind)).toHaveLength(1);
    expect(findings([change('src/a.test.ts', { after: null })], 'person')[0]?.message).toContain('deleted');
  });

  it('refuses patches that are too large, empty or binary', () => {
    expect(findings(Array.from({ length: 21 }, (_, index) => change(`src/${index}.ts`)))[0]?.message).toContain('21 files');
    expect(findings([change('src/a.ts', { before: null, after: 'x\n'.repeat(801) })])[0]?.message).toContain('801 lines');
    expect(findings([change('src/a.ts', { before: null, after: 'x\n'.repeat(800) })])).toEqual([]);
    expect(findings([change('src/a.ts', { after: 'old\n' })])[0]?.message).toContain('changes nothing');
    expect(findings([change('src/a.ts', { after: 'a\0b\n' })])[0]?.message).toContain('binary');
  });
});
