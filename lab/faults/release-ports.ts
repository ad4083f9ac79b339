import type { BlobStore } from '../../shared/ports/blob-store.ts';
import type { Deployer } from '../../shared/ports/deployer.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { SourceRepository } from '../../shared/ports/source-repository.ts';

/** Everything that the effects of a release reach outside their own process. */
export type ReleasePorts = {
  readonly store: ItemStore;
  readonly deployer: Deployer;
  readonly source: (location: string) => SourceRepository;
  readonly blobs: BlobStore;
  readonly notifier: Notifier;
};

export type PortCall = { readonly port: keyof ReleasePorts; readonly method: string; /** Whether it changes something outside. */ readonly changes: boolean };

/** Stands between an effect and a port: may do something before and after, fail instead, or run it twice. */
export type Interceptor = <Result>(call: PortCall, run: () => Promise<Result>) => Promise<Result>;

const CHANGES = {
  store: ['write'],
  deployer: ['publish', 'shift', 'restoreLatest'],
  source: ['commit', 'merge', 'revert', 'deleteBranch'],
  blobs: ['put'],
  notifier: ['send'],
} as const satisfies Record<keyof ReleasePorts, readonly string[]>;

type Methods = Record<string, (...args: never[]) => unknown>;

const around = <Port extends object>(port: Port, name: keyof ReleasePorts, interceptor: Interceptor): Port =>
  new Proxy(port, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== 'function' || typeof property !== 'string' || property === 'close') return member;
      const changes = (CHANGES[name] as readonly string[]).includes(property);
      return (...args: never[]) => interceptor({ port: name, method: property, changes }, async () => (target as Methods)[property]?.(...args));
    },
  });

/** The same ports with `interceptor` around every call. */
export const intercepted = ({ store, deployer, source, blobs, notifier }: ReleasePorts, interceptor: Interceptor): ReleasePorts => ({
  store: around(store, 'store', interceptor),
  deployer: around(deployer, 'deployer', interceptor),
  source: (location) => around(source(location), 'source', interceptor),
  blobs: around(blobs, 'blobs', interceptor),
  notifier: around(notifier, 'notifier', interceptor),
});
