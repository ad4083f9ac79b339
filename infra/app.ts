import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { fileURLToPath } from 'node:url';
import { appContext } from './app-context.ts';
import { bundleFunctions } from './bundle.ts';
import { deploymentSettings } from './deployment-settings.ts';
import { pawlNames } from './names.ts';
import { scheduleOf } from './schedule.ts';
import { PawlStack } from './stacks/pawl-stack.ts';

const BUNDLES = fileURLToPath(new URL('../dist/bundles', import.meta.url));

const app = new App();
const { stage, settingsFile, keepData, email, model, flags, emulator, environment } = appContext(app);
const names = pawlNames(stage);
const deployment = deploymentSettings(settingsFile, process.env);
const bundles = await bundleFunctions({ outdir: BUNDLES });

new PawlStack(app, names.loop, {
  names,
  codeOf: (name) => Code.fromAsset(bundles.get(name)?.directory ?? ''),
  environment: { ...deployment.environment, ...environment },
  cycleSchedule: scheduleOf(deployment.settings.cycleIntervalHours, deployment.settings.cycleStartTime).expression,
  keepData,
  email,
  model,
  flags,
  flowLogs: !emulator,
});

Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
