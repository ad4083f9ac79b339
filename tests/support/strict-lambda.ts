import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  CreateAliasCommand, GetAliasCommand, GetFunctionCommand, GetFunctionConfigurationCommand, LambdaClient, LambdaServiceException, ListVersionsByFunctionCommand,
  PublishVersionCommand, UpdateAliasCommand, UpdateFunctionCodeCommand, type AliasConfiguration, type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';

type StoredFunction = { latest: FunctionConfiguration; versions: FunctionConfiguration[]; aliases: Map<string, AliasConfiguration>; movingReads: number };

const PAGE = 2;
/** How many reads of the configuration find an update still in progress. */
const MOVING_READS = 1;

export const lambdaError = (name: string, message = name, httpStatusCode = 400): LambdaServiceException =>
  new LambdaServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } });

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/**
 * Versions and aliases by the rules of AWS that the emulator does not have: code hash and revision are checked at publishing, the newest version
 * comes back when nothing changed since, updates take a while and exclude each other, an alias leads to versions that exist, lists come in pages.
 */
export function strictLambda() {
  const functions = new Map<string, StoredFunction>();
  const codes = new Map<string, Uint8Array>();
  let revisions = 0;
  const nextRevision = (): string => `r-${(revisions += 1)}`;

  const find = (name: string | undefined): StoredFunction => {
    const found = functions.get(name ?? '');
    if (!found) throw lambdaError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    return found;
  };
  const versionOf = (stored: StoredFunction, version: string | undefined): FunctionConfiguration => {
    const found = version === undefined || version === '$LATEST' ? stored.latest : stored.versions.find(({ Version }) => Version === version);
    if (!found) throw lambdaError('ResourceNotFoundException', `Function not found: ${stored.latest.FunctionName}:${version}`, 404);
    return found;
  };
  const checkRevision = (present: { RevisionId?: string | undefined }, wanted: string | undefined): void => {
    if (wanted !== undefined && wanted !== present.RevisionId) throw lambdaError('PreconditionFailedException', 'The Revision Id provided does not match the latest Revision Id.', 412);
  };
  const checkIdle = (stored: StoredFunction): void => {
    if (stored.movingReads > 0) throw lambdaError('ResourceConflictException', 'The operation cannot be performed at this time. An update is in progress for resource', 409);
  };
  const create = (FunctionName: string, zip: Uint8Array): void => {
    codes.set(sha256(zip), zip);
    functions.set(FunctionName, { latest: { FunctionName, Version: '$LATEST', CodeSha256: sha256(zip), RevisionId: nextRevision(), Architectures: ['arm64'], State: 'Active', LastUpdateStatus: 'Successful' }, versions: [], aliases: new Map(), movingReads: 0 });
  };

  const mock = mockClient(LambdaClient);
  mock.on(GetFunctionConfigurationCommand).callsFake(({ FunctionName, Qualifier }) => {
    const stored = find(FunctionName);
    const isMoving = stored.movingReads > 0;
    stored.movingReads = Math.max(0, stored.movingReads - 1);
    const found = versionOf(stored, Qualifier);
    return isMoving ? { ...found, LastUpdateStatus: 'InProgress' } : { ...found };
  });
  mock.on(UpdateFunctionCodeCommand).callsFake(({ FunctionName, ZipFile, RevisionId, Architectures = ['x86_64'] }) => {
    const stored = find(FunctionName);
    checkRevision(stored.latest, RevisionId);
    checkIdle(stored);
    codes.set(sha256(ZipFile), ZipFile);
    stored.latest = { ...stored.latest, CodeSha256: sha256(ZipFile), RevisionId: nextRevision(), Architectures };
    stored.movingReads = MOVING_READS;
    return { ...stored.latest };
  });
  mock.on(PublishVersionCommand).callsFake(({ FunctionName, CodeSha256, RevisionId, Description }) => {
    const stored = find(FunctionName);
    checkIdle(stored);
    if (CodeSha256 !== undefined && CodeSha256 !== stored.latest.CodeSha256) throw lambdaError('InvalidParameterValueException', `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${stored.latest.CodeSha256}).`);
    checkRevision(stored.latest, RevisionId);
    const newest = stored.versions.at(-1);
    if (newest?.CodeSha256 === stored.latest.CodeSha256) return { ...newest };
    const published = { ...stored.latest, Version: String(stored.versions.length + 1), Description, RevisionId: nextRevision() };
    stored.versions.push(published);
    return { ...published };
  });
  mock.on(ListVersionsByFunctionCommand).callsFake(({ FunctionName, Marker = '0' }) => {
    const { latest, versions } = find(FunctionName);
    const from = Number(Marker);
    const all = [latest, ...versions];
    return { Versions: all.slice(from, from + PAGE), ...(from + PAGE < all.length ? { NextMarker: String(from + PAGE) } : {}) };
  });
  mock.on(GetAliasCommand).callsFake(({ FunctionName, Name }) => {
    const alias = find(FunctionName).aliases.get(Name);
    if (!alias) throw lambdaError('ResourceNotFoundException', `Cannot find alias arn: ${FunctionName}:${Name}`, 404);
    return { ...alias };
  });
  mock.on(CreateAliasCommand).callsFake(({ FunctionName, Name, FunctionVersion }) => {
    const stored = find(FunctionName);
    if (stored.aliases.has(Name)) throw lambdaError('ResourceConflictException', `Alias already exists: ${Name}`, 409);
    versionOf(stored, FunctionVersion);
    stored.aliases.set(Name, { Name, FunctionVersion, RevisionId: nextRevision() });
    return { ...stored.aliases.get(Name) };
  });
  mock.on(UpdateAliasCommand).callsFake(({ FunctionName, Name, FunctionVersion, RoutingConfig, RevisionId, Description }) => {
    const stored = find(FunctionName);
    const alias = stored.aliases.get(Name);
    if (!alias) throw lambdaError('ResourceNotFoundException', `Cannot find alias arn: ${FunctionName}:${Name}`, 404);
    checkRevision(alias, RevisionId);
    for (const version of [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})]) versionOf(stored, version);
    // Weights that are not mentioned stay.
    const weights = RoutingConfig?.AdditionalVersionWeights ?? alias.RoutingConfig?.AdditionalVersionWeights ?? {};
    const written = { Name, FunctionVersion, Description: Description ?? alias.Description, ...(Object.keys(weights).length > 0 ? { RoutingConfig: { AdditionalVersionWeights: weights } } : {}) };
    // AWS promises another revision when the alias changes, and nothing for a write that changes nothing.
    const { RevisionId: present, ...held } = alias;
    stored.aliases.set(Name, { ...written, RevisionId: isDeepStrictEqual({ Description: undefined, ...held }, written) ? present : nextRevision() });
    return { ...stored.aliases.get(Name) };
  });
  mock.on(GetFunctionCommand).callsFake(({ FunctionName, Qualifier }) => {
    const Configuration = versionOf(find(FunctionName), Qualifier);
    return { Configuration, Code: { Location: `https://code.invalid/${encodeURIComponent(Configuration.CodeSha256 ?? '')}` } };
  });

  return {
    mock,
    client: new LambdaClient({ region: 'us-east-1' }),
    create,
    download: async (url: string): Promise<Uint8Array> => {
      const zip = codes.get(decodeURIComponent(url.slice('https://code.invalid/'.length)));
      if (!zip) throw new Error('It answered 404.');
      return zip;
    },
  };
}
