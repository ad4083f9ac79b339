import * as z from 'zod';
import { TargetEvent } from '../../domain/signal.ts';

/** What the function host's admin API speaks: parsed by the host on the way in and by its client on the way out. */

export const FunctionName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'letters, digits, - and _, at most 64, not starting with _');
/** An alias may not look like a version number, as on Lambda. */
export const AliasName = z.string().regex(/^(?!\d+$)[A-Za-z0-9_-]{1,128}$/, 'letters, digits, - and _, not only digits');

/** The part of the configuration that a published version freezes together with its code. */
export const VersionedConfiguration = z.object({
  timeoutSeconds: z.number().positive().max(900),
  memoryMb: z.number().int().min(64).max(10_240),
  environment: z.record(z.string(), z.string()),
  /** `module.export` of the handler inside the bundle, as on Lambda: `index.handler`. */
  handler: z.string().regex(/^index\.[A-Za-z_$][\w$]*$/, 'index.<name of the export>'),
});
export type VersionedConfiguration = z.infer<typeof VersionedConfiguration>;

/** What belongs to the function as a whole, whichever version runs. */
export const FunctionSettings = z.object({
  /** Reserved concurrency: invocations at once, over all versions; more are throttled. */
  concurrency: z.number().int().positive().max(1_000),
  /** An environment without work for so long is ended. */
  idleSeconds: z.number().positive(),
  /** Environments to have started ahead of requests, shared out over the versions of an alias by weight. 0: cold starts as they come. */
  warm: z.number().int().nonnegative().max(100),
});
export type FunctionSettings = z.infer<typeof FunctionSettings>;

export const FunctionConfiguration = VersionedConfiguration.extend(FunctionSettings.shape);
export type FunctionConfiguration = z.infer<typeof FunctionConfiguration>;

export const DEFAULT_CONFIGURATION: FunctionConfiguration = {
  timeoutSeconds: 3,
  memoryMb: 128,
  environment: {},
  handler: 'index.handler',
  concurrency: 100,
  idleSeconds: 120,
  warm: 0,
};

export const ConfigurationRequest = z.object({ ...FunctionConfiguration.partial().shape, revision: z.string().optional() }).strict();
export type ConfigurationRequest = z.input<typeof ConfigurationRequest>;

/** A bundle and its source map, base64. `digest`, when given, must be the bundle's SHA-256 in hexadecimal. */
export const CodeRequest = z.object({ bundle: z.base64(), sourceMap: z.base64().optional(), digest: z.string().optional(), revision: z.string().optional() }).strict();
/** Puts the code of a published version back into `$LATEST`. */
export const RestoreRequest = z.object({ version: z.string() }).strict();
export const PublishRequest = z.object({ description: z.string().max(256).default(''), digest: z.string().optional(), revision: z.string().optional() }).strict();

export const AliasRouting = z.object({
  version: z.string(),
  additional: z.object({ version: z.string(), weight: z.number().min(0).max(1) }).optional(),
});
export type AliasRouting = z.infer<typeof AliasRouting>;
export const AliasRequest = z.object({ ...AliasRouting.shape, revision: z.string().optional() }).strict();

export const HostAlias = z.object({ ...AliasRouting.shape, name: z.string(), revision: z.string() });
export type HostAlias = z.infer<typeof HostAlias>;

export const HostVersion = z.object({
  version: z.string(),
  digest: z.string(),
  description: z.string(),
  publishedAt: z.number(),
  configuration: VersionedConfiguration,
});
export type HostVersion = z.infer<typeof HostVersion>;

export const HostFunction = z.object({
  name: z.string(),
  latest: z.object({ digest: z.string().optional(), revision: z.string(), configuration: VersionedConfiguration }),
  settings: FunctionSettings,
  aliases: z.array(HostAlias),
});
export type HostFunction = z.infer<typeof HostFunction>;

export const HostLogRecord = z.union([
  z.object({ seq: z.number().int(), at: z.number(), stream: z.string(), message: z.string() }),
  z.object({ seq: z.number().int(), at: z.number(), event: TargetEvent }),
]);
export type HostLogRecord = z.infer<typeof HostLogRecord>;

/** `completeUntil`: records still to come happened at this moment or later. */
export const HostLogPage = z.object({ records: z.array(HostLogRecord), next: z.number().int(), completeUntil: z.number(), caughtUp: z.boolean() });
export type HostLogPage = z.infer<typeof HostLogPage>;

/** What an invocation came to. `functionError` as on Lambda: the function failed; `payload` then holds its error. */
export const InvokeAnswer = z.object({
  requestId: z.string(),
  executedVersion: z.string(),
  functionError: z.enum(['Handled', 'Unhandled']).optional(),
  payload: z.unknown(),
});
export type InvokeAnswer = z.infer<typeof InvokeAnswer>;

/** How many environments of a version there are now. */
export const EnvironmentCount = z.object({ version: z.string(), starting: z.number().int(), idle: z.number().int(), busy: z.number().int() });
export type EnvironmentCount = z.infer<typeof EnvironmentCount>;

export const HostErrorCode = z.enum(['bad-request', 'unauthorised', 'not-found', 'exists', 'revision-changed', 'in-use', 'digest-mismatch', 'throttled', 'storage', 'internal']);
export type HostErrorCode = z.infer<typeof HostErrorCode>;
export const HostErrorBody = z.object({ code: HostErrorCode, message: z.string() });
