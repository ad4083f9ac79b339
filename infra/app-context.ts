import type { App } from 'aws-cdk-lib';
import { existsSync, readFileSync } from 'node:fs';

/** What may be said on the command line: `cdk deploy -c stage=prod -c email=team@example.com`. */
export interface AppContext {
  readonly stage: string;
  /** `pawl.config.json`, parsed, or nothing. */
  readonly settingsFile: unknown;
  readonly keepData: boolean;
  /** Reserves concurrency (infra/functions.ts says how much). Off by default: an account whose limit has not been raised has too little to reserve any. */
  readonly reserve: boolean;
  readonly email: string | undefined;
  /** One model for everything; otherwise the `models` of the settings file. */
  readonly model: string | undefined;
  readonly flags: string | undefined;
  /** `oidc-issuer`, `oidc-audience`, `oidc-client-id`: the provider that people sign in with. */
  readonly provider: { readonly issuer: string | undefined; readonly audience: string | undefined; readonly clientId: string | undefined };
  /** For an emulator: leaves out what it lacks (each named where it is left out), and gives functions more variables. */
  readonly emulator: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** The example's stacks: the orders service as a target, and its repository. */
  readonly example: boolean;
  /** A working copy to build the example from; the example's own repository is built otherwise. */
  readonly ordersSource: string | undefined;
  /** The defects that the example is built with. */
  readonly ordersDefects: 'all' | readonly string[];
  /** `CATALOGUE_URL` and `PAYMENTS_URL`: whom the example asks. */
  readonly ordersEnvironment: Readonly<Record<string, string>>;
}

/** Reads what was said on the command line, with its defaults. Throws when a file that was named is not there. */
export const appContext = (app: App): AppContext => {
  const said = (name: string): string | undefined => {
    const value: unknown = app.node.tryGetContext(name);
    if (typeof value === 'boolean' || typeof value === 'number') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const variables = (name: string): Record<string, string> => JSON.parse(said(name) ?? '{}') as Record<string, string>;
  const emulator = said('emulator') === 'true';
  const defects = said('ordersDefects') ?? 'all';
  const settingsPath = said('settings');
  if (settingsPath !== undefined && !existsSync(settingsPath)) throw new Error(`There is no file ${settingsPath}, which -c settings names.`);
  return {
    stage: said('stage') ?? 'dev',
    settingsFile: settingsPath === undefined ? {} : (JSON.parse(readFileSync(settingsPath, 'utf8')) as unknown),
    keepData: said('keepData') === undefined ? !emulator : said('keepData') === 'true',
    reserve: said('reserve') === 'true',
    email: said('email'),
    model: said('model'),
    flags: said('flags'),
    provider: { issuer: said('oidc-issuer'), audience: said('oidc-audience'), clientId: said('oidc-client-id') },
    emulator,
    environment: variables('environment'),
    example: said('example') === 'true',
    ordersSource: said('ordersSource'),
    ordersDefects: defects === 'all' ? 'all' : defects.split(',').filter((defect) => defect !== 'none'),
    ordersEnvironment: variables('ordersEnvironment'),
  };
};
