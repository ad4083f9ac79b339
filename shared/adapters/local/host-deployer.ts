import { DeployerError, type AliasState, type Deployer, type FunctionState, type PublishedVersion, type Routing } from '../../ports/deployer.ts';
import type { HostAlias, HostVersion } from './host-api.ts';
import { HostError, type HostClient } from './host-client.ts';

/** How often a publication is tried again when somebody else put other code into `$LATEST` in between. */
const PUBLISH_ATTEMPTS = 5;

const CODE_OF = { 'not-found': 'not-found', unreachable: 'unreachable', throttled: 'throttled' } as const satisfies Partial<Record<HostError['code'], DeployerError['code']>>;

/** The `Deployer` port on the function host. */
export function hostDeployer(client: HostClient): Deployer {
  return {
    async describe(functionName, alias) {
      return translated(async (): Promise<FunctionState> => {
        const { latest, aliases } = await client.function(functionName);
        const found = aliases.find(({ name }) => name === alias);
        if (!found) throw new DeployerError('not-found', `${functionName} has no alias ${alias}.`);
        return { alias: aliasState(found), latest: { codeDigest: latest.digest ?? '', revision: latest.revision } };
      });
    },

    async versions(functionName) {
      return translated(async () => (await client.versions(functionName)).map(publishedVersion));
    },

    async publish({ functionName, package: { digest, bundle, sourceMap }, description }) {
      return translated(async () => {
        for (let attempt = 1; ; attempt += 1) {
          const there = (await client.versions(functionName)).find((version) => version.description === description && version.digest === digest);
          if (there) return publishedVersion(there);
          try {
            await client.updateCode(functionName, { bundle, sourceMap, digest });
            return publishedVersion(await client.publish(functionName, { description, digest }));
          } catch (error) {
            // A digest that is wrong from the start never gets better; one that changed meanwhile does.
            const raced = error instanceof HostError && error.code === 'digest-mismatch' && (await client.function(functionName)).latest.digest !== digest;
            if (!raced || attempt === PUBLISH_ATTEMPTS) throw error;
          }
        }
      });
    },

    async shift({ functionName, alias, to, revision }) {
      return translated(async () => {
        try {
          const written = await client.updateAlias(functionName, alias, { ...routingOf(to), revision });
          return { ok: true, revision: written.revision } as const;
        } catch (error) {
          if (error instanceof HostError && error.code === 'revision-changed') return { ok: false } as const;
          throw error;
        }
      });
    },

    async restoreLatest({ functionName, version, instead }) {
      await translated(async () => {
        if (instead === undefined || (await client.function(functionName)).latest.digest === instead) await client.restoreLatest(functionName, version);
      });
    },
  };
}

const routingOf = ({ version, additional }: Routing): Routing => ({ version, ...(additional && { additional }) });

const aliasState = ({ version, additional, revision }: HostAlias): AliasState => ({ version, ...(additional && { additional }), revision });

const publishedVersion = ({ version, digest, description }: HostVersion): PublishedVersion => ({ version, codeDigest: digest, description });

/** Runs `act` and puts the host's refusals into the port's words. */
async function translated<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const code = Object.hasOwn(CODE_OF, error.code) ? CODE_OF[error.code as keyof typeof CODE_OF] : 'refused';
    throw new DeployerError(code, error.message, { cause: error });
  }
}
