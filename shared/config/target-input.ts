import * as z from 'zod';
import { OwnThresholds } from '../domain/adjustable-thresholds.ts';
import { Severity } from '../domain/opportunity.ts';
import { AlarmTerms, Allowance, AutonomyLevel, type Target } from '../domain/target.ts';
import type { Settings } from './settings.ts';
import { splitWords } from './split-words.ts';
import { guessRunner } from './test-runner.ts';

const words = z.preprocess((value) => (typeof value === 'string' ? splitWords(value) : value), z.array(z.string().min(1)).min(1));

/** A path inside the repository: relative, and not out of it. */
const insidePath = z.string().min(1).regex(/^(?!\/|[A-Za-z]:|(?:.*[\\/])?\.\.(?:[\\/]|$)).*$/, 'must be a path inside the repository, without ".."');

/** Lambda's own rule; what objects are born with (`constructor`) is no name here. */
const Alias = z
  .string()
  .max(128)
  .regex(/^(?!\d+$)[\w-]+$/, 'must be letters, digits, hyphens or underscores, and not only digits')
  .refine((name) => !(name in Object.prototype), 'is a name that JavaScript has taken');

/** Each alias that is counted apart makes every stored period larger, and a period is one item. */
const MOST_TENANT_ALIASES = 20;

/** A target as people write it: most of it may be left out. */
export const TargetInput = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63').describe('a short name, like "orders"'),
  functionName: z.string().min(1).optional().describe('the name of the Lambda function; the id when left out'),
  alias: Alias.default('live').describe('the alias that callers use, like "live"'),
  tenantId: z.string().min(1).optional().describe('the tenant it serves, when it serves one only'),
  tenantAliases: z.record(z.string().min(1), Alias).optional().describe('tenant → the alias that its callers use, where they use one of their own, like { "acme": "acme" }'),
  shared: z.boolean().default(false).describe('true when it serves several tenants: then each change needs an approval that names it'),
  repository: z
    .preprocess(
      (value) => (typeof value === 'string' ? { location: value } : value),
      z.strictObject({
        location: z.string().min(1).describe('the folder of the git working copy, relative to the config file'),
        branch: z.string().min(1).default('main').describe('the branch that is deployed, like "main"'),
        directory: insidePath.default('.').describe('the folder of the service inside the repository, "." for its root'),
      }),
    )
    .describe('the folder of the git working copy, or { location, branch, directory }'),
  entry: insidePath.describe('the module that exports the handler, relative to the service folder, like "src/handler.ts"'),
  handlerExport: z.string().min(1).default('handler').describe('the name of the exported handler'),
  test: z
    .strictObject({
      command: words.describe('the words of the command that runs the tests, like ["node", "--test"]'),
      runner: z.enum(['node', 'vitest', 'jest']).optional().describe('node, vitest or jest; guessed from the command when left out'),
    })
    .default({ command: ['node', '--test'] })
    .describe('how its own tests run: { command, runner }'),
  limits: z
    .strictObject({
      timeoutSeconds: z.number().positive().max(900).default(10).describe('seconds until an invocation is ended, up to 900'),
      memoryMb: z.number().int().min(64).max(10_240).default(256).describe('megabytes, 64 to 10240'),
      concurrency: z.number().int().min(1).max(1000).default(50).describe('invocations at once, 1 to 1000'),
    })
    .prefault({})
    .describe('{ timeoutSeconds, memoryMb, concurrency } as on Lambda'),
  environment: z.record(z.string(), z.string()).default({}).describe('environment variables as text'),
  autonomy: z.strictObject({ recipe: AutonomyLevel, model: AutonomyLevel, person: AutonomyLevel }).partial().default({}).describe('observe, propose, approve or autonomous for recipe, model and person'),
  alarms: z.record(z.string().min(1), z.union([Severity, AlarmTerms])).optional().describe('alarm name → critical, high, medium or low, or { severity, cooldownSeconds }'),
  thresholds: OwnThresholds.optional().describe('from when on a change matters here, like { "latencyIncrease": 0.3 }'),
  scope: z.array(insidePath).min(1).optional().describe('folders and files that a remedy may touch, like ["src/", "test/"]'),
  allows: z.array(Allowance).optional().describe('what a remedy may change that is out of bounds otherwise: dependencies, permissions, pipelines, infrastructure, checks, tests'),
}).superRefine(({ alias, tenantAliases = {} }, context) => {
  const entries = Object.entries(tenantAliases);
  if (entries.length > MOST_TENANT_ALIASES) context.addIssue({ code: 'too_big', origin: 'array', maximum: MOST_TENANT_ALIASES, inclusive: true, input: tenantAliases, path: ['tenantAliases'] });
  for (const [index, [tenant, own]] of entries.entries()) {
    const isTaken = entries.slice(0, index).some(([, other]) => other === own);
    if (own === alias || isTaken) context.addIssue({ code: 'custom', path: ['tenantAliases', tenant], message: own === alias ? 'must be another alias than everybody\'s' : 'must be an alias of this tenant\'s own' });
  }
});
export type TargetInput = z.infer<typeof TargetInput>;

/** The complete target: what was left out is filled in. A remedy may touch the entry's own top folder and the usual test folders. */
export function targetFrom(input: TargetInput, settings: Settings): Target {
  const { tenantId, tenantAliases, functionName, scope, test, autonomy, entry, allows, ...rest } = input;
  const plainEntry = entry.replace(/^\.\//, '');
  return {
    ...rest,
    entry: plainEntry,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(tenantAliases === undefined || Object.keys(tenantAliases).length === 0 ? {} : { tenantAliases }),
    functionName: functionName ?? input.id,
    test: { command: test.command, runner: test.runner ?? guessRunner(test.command) },
    autonomy: {
      recipe: autonomy.recipe ?? settings.autonomy.recipe,
      model: autonomy.model ?? settings.autonomy.model,
      person: autonomy.person ?? settings.autonomy.person,
    },
    scope: scope ?? defaultScope(plainEntry),
    ...(allows === undefined || allows.length === 0 ? {} : { allows: [...new Set(allows)] }),
  };
}

const defaultScope = (entry: string): string[] => {
  const [top, ...below] = entry.split('/');
  return below.length === 0 || top === undefined ? ['./'] : [...new Set([`${top}/`, 'test/', 'tests/'])];
};
