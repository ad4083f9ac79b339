import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../../../shared/domain/remedy.ts';
import type { Allowance } from '../../../../../shared/domain/target.ts';
import { checkScope } from '../../../../../shared/rules/gate/patch-scope.ts';

const TARGET = { scope: ['src/', 'lib'] };
const change = (path: string, rest: Partial<FileChange> = {}): FileChange => ({ path, before: 'old\n', after: 'new\n', ...rest });
const findings = (files: readonly FileChange[], kind: 'recipe' | 'model' | 'person' = 'model', target: { scope: string[]; allows?: Allowance[] } = TARGET) => checkScope({ files: [...files], author: { kind, name: 'x' } }, target);

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
    'Package.JSON', '.husky/pre-commit', '.vscode/tasks.json', 'src/jest.setup.ts', 'pawl.inputs.jsonl', 'pawl.config.json', '\uff50ackage.json',
  ])('refuses %s for everybody', (path) => {
    for (const kind of ['recipe', 'model', 'person'] as const) expect(findings([change(path)], kind, { scope: ['.'] }), kind).toHaveLength(1);
  });

  it('lets everybody add a test, also outside the scope', () => {
    for (const path of ['test/new.test.ts', 'src/__tests__/a.ts', 'src/a.spec.ts']) expect(findings([change('src/a.ts'), change(path, { before: null })])).toEqual([]);
  });

  it('lets no recipe or model put something in the place of a module in all tests', () => {
    for (const kind of ['recipe', 'model'] as const) expect(findings([change('__mocks__/pg.js', { before: null })], kind)[0]?.message).toContain('stand in for a module');
    expect(findings([change('__mocks__/pg.js', { before: null })], 'person')).toEqual([]);
  });

  it('lets only a person change a test, and nobody delete one', () => {
    expect(findings([change('src/a.test.ts')], 'person')).toEqual([]);
    for (const kind of ['recipe', 'model'] as const) expect(findings([change('src/a.test.ts')], kind)).toHaveLength(1);
    expect(findings([change('src/a.test.ts', { after: null })], 'person')[0]?.message).toContain('deleted');
  });

  it.each([
    ['package.json', 'dependencies'], ['.github/workflows/ci.yml', 'pipelines'], ['infra/stack.ts', 'infrastructure'], ['iam-policy.json', 'permissions'], ['tsconfig.json', 'checks'],
  ] as const)('lets everybody change %s where the owner allows %s, also outside the scope', (path, allowance) => {
    for (const kind of ['recipe', 'model', 'person'] as const) {
      expect(findings([change(path)], kind, { scope: ['src'], allows: [allowance] })).toEqual([]);
      expect(findings([change(path)], kind, { scope: ['.'], allows: ['tests'] })[0]?.advice).toContain(`"${allowance}"`);
    }
  });

  it('lets nobody touch secrets and what is not source, whatever the owner allows', () => {
    const everything: Allowance[] = ['dependencies', 'permissions', 'pipelines', 'infrastructure', 'checks', 'tests'];
    for (const path of ['.env', 'src/server.key', '.git/config', 'node_modules/a/package.json', 'infra/tls.pem']) expect(findings([change(path)], 'person', { scope: ['.'], allows: everything }), path).toHaveLength(1);
  });

  it('lets existing tests be changed, weakened and deleted by whoever the owner lets', () => {
    const weaker = change('src/a.test.ts', { before: "it('a', () => { expect(a).toBe(1); });\n", after: "it.skip('a', () => { expect(a).toBe(1); });\n" });
    expect(findings([weaker], 'person')).toEqual([expect.objectContaining({ rule: 'test-weakening' })]);
    for (const kind of ['recipe', 'model', 'person'] as const) {
      expect(findings([weaker], kind, { ...TARGET, allows: ['tests'] })).toEqual([]);
      expect(findings([change('src/a.test.ts', { after: null })], kind, { ...TARGET, allows: ['tests'] })).toEqual([]);
    }
  });

  it('lets a recipe change a number of the infrastructure, and nobody else', () => {
    const isConfigurationChange = ({ path }: FileChange) => path === 'infra/stack.ts';
    const ask = (kind: 'recipe' | 'model' | 'person', path: string) => checkScope({ files: [change(path)], author: { kind, name: 'x' } }, TARGET, isConfigurationChange).length;
    expect([ask('recipe', 'infra/stack.ts'), ask('model', 'infra/stack.ts'), ask('person', 'infra/stack.ts'), ask('recipe', 'infra/other.ts')]).toEqual([0, 1, 1, 1]);
  });

  it('refuses a new file of a recipe or a model whose name is not plain', () => {
    expect(findings([change('src/h\u0430ndler.ts', { before: null })], 'model')[0]?.message).toContain('may look like others');
    expect(findings([change('src/h\u0430ndler.ts')], 'model')).toEqual([]);
    expect(findings([change('src/na\u00efve.ts', { before: null })], 'person')).toEqual([]);
  });

  it('refuses patches that are too large, empty or binary', () => {
    expect(findings(Array.from({ length: 21 }, (_, index) => change(`src/${index}.ts`)))[0]?.message).toContain('21 files');
    expect(findings([change('src/a.ts', { before: null, after: 'x\n'.repeat(801) })])[0]?.message).toContain('801 lines');
    expect(findings([change('src/a.ts', { before: null, after: 'x\n'.repeat(800) })])).toEqual([]);
    expect(findings([change('src/a.ts', { after: 'old\n' })])[0]?.message).toContain('changes nothing');
    expect(findings([change('src/a.ts', { after: 'a\0b\n' })])[0]?.message).toContain('binary');
  });
});
