import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentModels } from '../../infra/deployment-models.ts';
import { deploymentSettings } from '../../infra/deployment-settings.ts';
import { pawlNames } from '../../infra/names.ts';
import type { PawlReference } from '../../infra/pawl-reference.ts';
import { scheduleOf } from '../../infra/schedule.ts';
import { OrdersStack } from '../../infra/stacks/orders-stack.ts';
import { PawlStack, type PawlStackProps } from '../../infra/stacks/pawl-stack.ts';
import { SourceStack } from '../../infra/stacks/source-stack.ts';

export const STAGE = 'test';
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** The feature flags that the command line would read. */
const FLAGS = (JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> }).context;
/** A model through an inference profile, one of another region, and one behind an endpoint with a key. */
export const MODELS = {
  providers: { bedrock: { kind: 'bedrock' }, oregon: { kind: 'bedrock', region: 'us-west-2' }, other: { kind: 'openai-compatible', baseUrl: 'https://models.example.com/v1', apiKeyParameter: '/pawl/other-key' } },
  pool: [
    { id: 'eu.anthropic.claude-sonnet-4-20250514-v1:0', provider: 'bedrock' },
    { id: 'amazon.nova-pro-v1:0', provider: 'oregon', tiers: ['low'] },
    { id: 'other/model', provider: 'other', tiers: ['low'] },
  ],
};
const env = { account: '111122223333', region: 'eu-north-1' };

export type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>>; readonly DeletionPolicy?: string; readonly DependsOn?: readonly string[] };

export type Synthesized = { readonly app: App; readonly loop: Template; readonly orders: Template; readonly source: Template };

// The CDK's own checks of templates run at each synthesis of the app; here they would take most of the time.
process.env['CDK_VALIDATION'] = 'false';

/** The app as `infra/app.ts` puts it together, but for the functions' code: that is bundled elsewhere. */
export const synthesized = (changes: Partial<PawlStackProps> = {}, context: Record<string, string> = {}): Synthesized => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'pawl-synth-')), context: { ...FLAGS, ...context } });
  const names = pawlNames(STAGE);
  const { environment, settings } = deploymentSettings({}, { IMPROVEMENT_CYCLE_INTERVAL_HOURS: '6' });
  const loop = new PawlStack(app, names.loop, {
    env,
    names,
    codeOf: () => Code.fromInline('export const handler = async () => ({});'),
    environment,
    cycleSchedule: scheduleOf(settings.cycleIntervalHours, settings.cycleStartTime).expression,
    keepData: true,
    models: deploymentModels({ models: MODELS }, undefined),
    flags: 'abc123/def456/ghi789',
    flowLogs: true,
    ...changes,
  });
  const built = join(mkdtempSync(join(tmpdir(), 'pawl-orders-')));
  for (const folder of ['bundle', 'workshop', 'node_modules/zod']) mkdirSync(join(built, folder), { recursive: true });
  writeFileSync(join(built, 'bundle/index.mjs'), 'export const handler = async () => ({ statusCode: 200 });\n');
  writeFileSync(join(built, 'workshop/index.mjs'), 'export const handler = async () => ({});\n');
  writeFileSync(join(built, 'node_modules/zod/package.json'), '{"name":"zod"}\n');
  const pawl: PawlReference = { names, workshopDirectory: join(built, 'workshop') };
  const orders = new OrdersStack(app, `${names.loop}-orders`, { env, pawl, built: { commit: COMMIT, bundle: join(built, 'bundle'), packages: join(built, 'node_modules') }, repository: 'orders', environment: {} });
  orders.addStackDependency(loop);
  const source = new SourceStack(app, `${names.loop}-source`, { env, repository: 'orders' });
  return { app, loop: Template.fromStack(loop), orders: Template.fromStack(orders), source: Template.fromStack(source) };
};

/** A template's resources of one type, by logical id. */
export const resourcesOf = (template: Template, type: string): Record<string, Resource> => template.findResources(type) as unknown as Record<string, Resource>;
