import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appContext } from './app-context.ts';
import { bundleFunctions } from './bundle.ts';
import { deploymentDoors } from './deployment-doors.ts';
import { deploymentModels } from './deployment-models.ts';
import { deploymentNotices } from './deployment-notices.ts';
import { deploymentSettings } from './deployment-settings.ts';
import { buildOrders } from './example/build-orders.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { pawlNames } from './names.ts';
import { pawlReference } from './pawl-reference.ts';
import { scheduleOf } from './schedule.ts';
import { OrdersStack } from './stacks/orders-stack.ts';
import { PawlStack } from './stacks/pawl-stack.ts';
import { SourceStack } from './stacks/source-stack.ts';

const BUILT = fileURLToPath(new URL('../dist', import.meta.url));
const ORDERS_REPOSITORY = 'orders';

const app = new App();
const context = appContext(app);
const names = pawlNames(context.stage);
const deployment = deploymentSettings(context.settingsFile, process.env);
const { settings } = deployment;
const env = { ...(process.env['CDK_DEFAULT_ACCOUNT'] ? { account: process.env['CDK_DEFAULT_ACCOUNT'] } : {}), ...(process.env['CDK_DEFAULT_REGION'] ? { region: process.env['CDK_DEFAULT_REGION'] } : {}) };

const bundles = await bundleFunctions({ outdir: join(BUILT, 'bundles'), only: FUNCTION_NAMES });
const loop = new PawlStack(app, names.loop, {
  env,
  names,
  codeOf: (name) => Code.fromAsset(bundles.get(name)?.directory ?? ''),
  environment: { ...deployment.environment, ...context.environment },
  cycleSchedule: scheduleOf(settings.cycleIntervalHours, settings.cycleStartTime).expression,
  keepData: context.keepData,
  reserve: context.reserve,
  email: context.email,
  models: deploymentModels(context.settingsFile, context.model),
  channels: deploymentNotices(settings),
  doors: deploymentDoors(context.settingsFile, context.provider),
  flags: context.flags,
  flowLogs: !context.emulator,
  streams: !context.emulator,
  closed: !context.emulator,
});

if (context.example) {
  const [pawl, built] = await Promise.all([pawlReference(context.stage), buildOrders({ into: context.ordersSource === undefined ? join(BUILT, 'orders') : mkdtempSync(join(tmpdir(), 'pawl-orders-')), source: context.ordersSource, defects: context.ordersDefects })]);
  const orders = new OrdersStack(app, `${names.loop}-orders`, { env, pawl, built, repository: ORDERS_REPOSITORY, environment: context.ordersEnvironment, autonomy: settings.autonomy });
  orders.addStackDependency(loop);
  // MiniStack has no CodeCommit.
  if (!context.emulator) new SourceStack(app, `${names.loop}-source`, { env, repository: ORDERS_REPOSITORY });
}

Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
