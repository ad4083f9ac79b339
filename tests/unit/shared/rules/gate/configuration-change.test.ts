import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isConfigurationChange, onlyConfigures } from '../../../../../shared/rules/gate/configuration-change.ts';
import { checkScope } from '../../../../../shared/rules/gate/patch-scope.ts';

const TEMPLATE = `Resources:
  Shop:
    Type: AWS::Serverless::Function
    Properties:
      Handler: src/handler.handler
      MemorySize: 1024 # MB
      Timeout: 30
      Tracing: Active
`;
const STACK = `import { Duration } from 'aws-cdk-lib';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
const client = makeClient({ timeout: 3000, memorySize: 64 });
new NodejsFunction(stack, 'Shop', { entry: 'src/handler.ts', memorySize: 1024, timeout: Duration.seconds(30) });
`;
const change = (path: string, before: string, from: string, to: string) => ({ path, before, after: before.replace(from, to) });

describe('a change of configuration', () => {
  test.each([
    ['template.yaml', TEMPLATE, 'MemorySize: 1024', 'MemorySize: 512'],
    ['template.yaml', TEMPLATE, 'Timeout: 30', 'Timeout: 900'],
    ['infra/stack.ts', STACK, 'memorySize: 1024', 'memorySize: 1792'],
    ['infra/stack.ts', STACK, 'seconds(30)', 'seconds(29)'],
    ['main.tf', 'resource "aws_lambda_function" "a" {\n  memory_size = 128\n}\n', '128', '256'],
    ['serverless.yml', 'functions:\n  a:\n    handler: a.b\n    timeout: 5\n', 'timeout: 5', 'timeout: 6'],
  ])('is one that sets a number of %s', (path, before, from, to) => {
    expect(isConfigurationChange(change(path, before, from, to))).toBe(true);
  });

  test.each([
    ['a limit that the platform has not', 'template.yaml', TEMPLATE, 'MemorySize: 1024', 'MemorySize: 64'],
    ['a time-out of half an hour', 'infra/stack.ts', STACK, 'seconds(30)', 'seconds(1800)'],
    ['another unit', 'infra/stack.ts', STACK, 'seconds(30)', 'minutes(30)'],
    ['a number that is no setting of a function', 'infra/stack.ts', STACK, 'timeout: 3000', 'timeout: 1000'],
    ['more than numbers', 'template.yaml', TEMPLATE, 'MemorySize: 1024 # MB', 'MemorySize: 512'],
    ['a setting that was not there', 'template.yaml', TEMPLATE, '      Timeout: 30\n', '      Timeout: 30\n      ReservedConcurrentExecutions: 5\n'],
    ['a reference in place of a number', 'template.yaml', TEMPLATE, '1024', '!Ref Memory'],
    ['the handler', 'template.yaml', TEMPLATE, 'src/handler', 'src/other'],
    ['a file that configures nothing', 'src/config.yml', 'Timeout: 30\n', '30', '40'],
    ['what is built', 'dist/stack.js', STACK, 'memorySize: 1024', 'memorySize: 512'],
    ['a test', 'infra/stack.test.ts', STACK, 'memorySize: 1024', 'memorySize: 512'],
    ['nothing at all', 'template.yaml', TEMPLATE, '', ''],
  ])('is none: %s', (_, path, before, from, to) => {
    expect(isConfigurationChange(change(path, before, from, to))).toBe(false);
  });

  test('is none when a file is new or goes', () => {
    expect(isConfigurationChange({ path: 'template.yaml', before: null, after: TEMPLATE })).toBe(false);
    expect(isConfigurationChange({ path: 'template.yaml', before: TEMPLATE, after: null })).toBe(false);
  });

  test('is never anything that changes a character outside of the numbers', () => {
    fc.assert(
      fc.property(fc.nat(TEMPLATE.length - 1), fc.constantFrom('a', ' ', '\n', '!', ':', '#', '-', '9'), (at, letter) => {
        const after = TEMPLATE.slice(0, at) + letter + TEMPLATE.slice(at + 1);
        const isNumber = [...TEMPLATE.matchAll(/1024|\b30\b/g)].some((match) => at >= match.index && at < match.index + match[0].length);
        return isNumber || !isConfigurationChange({ path: 'template.yaml', before: TEMPLATE, after });
      }),
    );
  });

  test('is all that a patch is, or the patch is more', () => {
    const setting = change('template.yaml', TEMPLATE, '1024', '512');
    expect(onlyConfigures({ files: [setting] })).toBe(true);
    expect(onlyConfigures({ files: [setting, { path: 'src/a.ts', before: 'a', after: 'b' }] })).toBe(false);
    expect(onlyConfigures({ files: [] })).toBe(false);
  });

  test('may come from a recipe, outside of the scope and without an allowance, and from nobody else', () => {
    const files = [change('template.yaml', TEMPLATE, '1024', '512')];
    const findings = (kind: 'recipe' | 'model' | 'person') => checkScope({ files, author: { kind, name: 'x' } }, { scope: ['src'] }, isConfigurationChange).map(({ message }) => message);
    expect(findings('recipe')).toEqual([]);
    expect([findings('model'), findings('person')]).toEqual([['template.yaml is infrastructure; Pawl does not change it.'], ['template.yaml is infrastructure; Pawl does not change it.']]);
  });
});
