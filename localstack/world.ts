import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCodeCommit } from '../tests/support/emulator-codecommit.ts';
import { buildOrdersWorld } from '../local/story/orders-world.ts';
import { bootstrap, cdk } from './cdk.ts';
import type { MiniStack } from './ministack.ts';
import { startMiniStack } from './ministack.ts';
import type { Missing } from './python-environment.ts';
import type { Upstreams } from './upstreams.ts';
import { startUpstreams } from './upstreams.ts';

export const STAGE = 'dev';
/** The example service, as its stack names it. */
export const ORDERS_FUNCTION = `pawl-${STAGE}-example-orders`;
/** The load profile that comes with the example service. */
export const ORDERS_PROFILE = fileURLToPath(new URL('../examples/orders/load.json', import.meta.url));

/** Pawl and the example service, deployed on an emulator. */
export type World = {
  readonly emulator: MiniStack;
  readonly upstreams: Upstreams;
  /** The owners' working copy, out of which the example is deployed. */
  readonly repository: string;
  /** Deploys again: after a commit in the working copy, or as it is. */
  deploy(): Promise<void>;
  /** Deploys what was synthesized last once more. */
  redeploy(): Promise<void>;
  stop(): Promise<void>;
};

export type WorldOptions = {
  /** What lies in the world's own folder, which is emptied first. */
  readonly folder: string;
  readonly port?: number;
  /** Which of the example's defects it is deployed with. */
  readonly defects: 'all' | readonly string[];
  /** As in `pawl.config.json`, without targets. */
  readonly settings: { readonly preset?: string; readonly settings?: Record<string, unknown>; readonly doors?: Record<string, unknown> };
  readonly upstreamFlags?: readonly string[];
  /** Gets a sentence for each step, and what the CDK command line prints. */
  readonly onStep?: (text: string) => void;
  readonly onLine?: (line: string) => void;
  /** Aborted: what is being brought up is stopped again. */
  readonly signal?: AbortSignal;
};

/**
 * The demo's settings on a slower clock: a tick asks a function here, which may first have to start, and the guard acts
 * after three ticks without a beat.
 */
export const DEMO_SETTINGS = { preset: 'demo', settings: { tickSeconds: 5, streamIntervalSeconds: 5, restIntervalSeconds: 5, burnInSeconds: 10, canaryWeights: [0.3, 0.5], monitoringDurationSeconds: 60, monitoringExtensionSeconds: 90, maxConcurrentImprovements: 1 } };

/**
 * Brings it all up: the example's repository behind CodeCommit's API, the services it asks, an emulator, and on it the stacks,
 * deployed with the stock CDK command line. Whatever came up before a failure is stopped again.
 */
export async function startWorld({ folder, port = 0, defects, settings, upstreamFlags = [], onStep = () => undefined, onLine, signal }: WorldOptions): Promise<World | Missing> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    onStep('Building the example service’s repository …');
    const { repository } = await buildOrdersWorld({ folder, defects });
    const settingsFile = join(folder, 'settings.json');
    await writeFile(settingsFile, JSON.stringify(settings));

    const upstreams = await startUpstreams(upstreamFlags);
    stops.push(() => upstreams.stop());
    const source = await startCodeCommit({ repositories: { orders: repository } });
    stops.push(() => source.stop());

    signal?.throwIfAborted();
    onStep('Starting the emulator …');
    const emulator = await startMiniStack({ port, env: { AWS_ENDPOINT_URL_CODECOMMIT: source.endpoint, ...QUICK_FUNCTIONS } });
    if ('missing' in emulator) {
      await stop();
      return emulator;
    }
    stops.push(() => emulator.stop({ keepLog: true }));

    const place = { env: emulator.env, ...(onLine && { onLine }), ...(signal && { signal }) };
    const context = {
      stage: STAGE,
      emulator: 'true',
      example: 'true',
      settings: settingsFile,
      ordersSource: repository,
      ordersEnvironment: JSON.stringify({ CATALOGUE_URL: upstreams.catalogue, PAYMENTS_URL: upstreams.payments }),
    };
    const assembly = join(folder, 'cdk.out');
    const deployWith = async (...words: string[]): Promise<void> => {
      await cdk(['deploy', '--all', '--require-approval', 'never', ...words], place);
    };
    const deploy = (): Promise<void> => {
      onStep('Deploying the stacks …');
      return deployWith('--output', assembly, ...Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]));
    };
    onStep('Preparing the emulator’s account for stacks …');
    await bootstrap(place);
    await deploy();
    return { emulator, upstreams, repository, deploy, redeploy: () => deployWith('--app', assembly), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Lines reach the spool within a second here, and there is no daemon that takes traces. */
const QUICK_FUNCTIONS = { PAWL_SPOOL_DELIVERY_SECONDS: '2', PAWL_SPOOL_VISIBILITY_SECONDS: '1.5', POWERTOOLS_TRACE_ENABLED: 'false' };
