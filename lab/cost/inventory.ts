import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Billing } from './measured-call.ts';
import type { Usage } from '../../shared/rules/telemetry/usage.ts';

type Resource = { readonly Properties?: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[]; readonly FunctionName?: string; readonly TracingConfig?: { readonly Mode?: string } } };

const resourcesOf = (template: Template, type: string): Resource[] => Object.values(template.findResources(type));

/** `own`: what stands in the loop's own stack and is billed by the month whether anything happens or not; `target`: what each watched target adds. Counted in the templates as they would be deployed. */
export type Inventory = { readonly own: Usage; readonly target: Usage; readonly billing: Billing };

export const inventory = async (): Promise<Inventory> => {
  // The CDK app is type-checked under its own rules, so it is loaded by address.
  const load = async (file: string): Promise<Record<string, unknown>> => (await import(new URL(`../../infra/${file}`, import.meta.url).href)) as Record<string, unknown>;
  const { PawlStack } = (await load('stacks/pawl-stack.ts')) as { PawlStack: new (app: App, id: string, props: object) => Stack };
  const { OrdersStack } = (await load('stacks/orders-stack.ts')) as { OrdersStack: new (app: App, id: string, props: object) => Stack };
  const { pawlNames } = (await load('names.ts')) as { pawlNames: (stage: string) => { loop: string } };
  const names = pawlNames('cost');
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'pawl-cost-')) });
  const stack = new PawlStack(app, names.loop, { names, codeOf: () => Code.fromInline('export const handler = 1;'), environment: {}, cycleSchedule: 'cron(0 2 * * ? *)', keepData: true, flowLogs: true });
  const orders = new OrdersStack(app, 'orders', { pawl: { names, workshopDirectory: emptyFolder() }, built: { commit: 'c'.repeat(40), bundle: emptyFolder(), packages: emptyFolder() }, repository: 'orders', environment: {} });
  const template = Template.fromStack(stack);
  const traced = resourcesOf(template, 'AWS::Lambda::Function').flatMap(({ Properties: { FunctionName: name, TracingConfig: { Mode: mode } = {} } = {} }) => (mode === 'Active' && name !== undefined ? [name.slice(names.loop.length + 1)] : []));
  return {
    own: { alarms: alarmMetricsIn(template), dashboards: resourcesOf(template, 'AWS::CloudWatch::Dashboard').length, kmsKeys: resourcesOf(template, 'AWS::KMS::Key').length },
    target: { alarms: alarmMetricsIn(Template.fromStack(orders)) },
    billing: { traced: new Set(traced) },
  };
};

/** An alarm is billed by the metrics that it looks at. */
const alarmMetricsIn = (template: Template): number =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').reduce((sum, { Properties: { Metrics } = {} }) => sum + Math.max(1, (Metrics ?? []).filter(({ MetricStat }) => MetricStat !== undefined).length), 0);

const emptyFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-cost-'));
  writeFileSync(join(folder, 'index.mjs'), '');
  return folder;
};
