import { buildSync } from 'esbuild';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../shared/domain/target.ts';
import { describeVersion } from '../../shared/release/version-description.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import { TargetStates } from '../../shared/store/target-states.ts';
import { LIMITS, type Learned } from './learned-state.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const DIGEST = 'd16e57';
/** Any code of some size, so that there is a source map to read. */
const BUNDLED = fileURLToPath(new URL('../../shared/rules/detection/fold.ts', import.meta.url));

const targetNamed = (id: string): Target => ({
  id, functionName: id, alias: 'live', shared: false, repository: { location: id, branch: 'main', directory: '.' }, entry: 'src/handler.ts', handlerExport: 'handler',
  test: { command: ['node', '--test'], runner: 'node' }, limits: LIMITS, environment: {}, autonomy: { recipe: 'approve', model: 'approve', person: 'approve' }, scope: ['src/'],
});

/** The surroundings of many targets in memory: what serves, its package's source map, its repository. Only reading is there. */
export type Fleet = ReturnType<typeof fleetOf>;

export const fleetOf = (count: number) => {
  const targets = Array.from({ length: count }, (_, index) => targetNamed(`target-${String(index).padStart(4, '0')}`));
  const byId = new Map(targets.map((target) => [target.id, target]));
  const { outputFiles } = buildSync({ entryPoints: [BUNDLED], bundle: true, platform: 'node', format: 'esm', sourcemap: 'external', write: false, outfile: 'index.mjs', logLevel: 'silent' });
  const map = outputFiles.find(({ path }) => path.endsWith('.map'))?.contents ?? new Uint8Array();
  const refuse = async (): Promise<never> => Promise.reject(new Error('A fleet is only looked at.'));
  return {
    targets: {
      all: async () => targets,
      get: async (id: string): Promise<Target> => byId.get(id) ?? refuse(),
    },
    deployer: {
      describe: async () => ({ alias: { version: '1', revision: 'r' }, latest: { codeDigest: DIGEST, revision: 'r' } }),
      versions: async () => [{ version: '1', codeDigest: DIGEST, description: describeVersion(COMMIT, 'adoption') }],
      publish: refuse, shift: refuse, restoreLatest: refuse,
    },
    sources: () => ({
      resolve: async () => COMMIT,
      readTree: async () => ({ commit: COMMIT, files: new Map(Array.from({ length: 40 }, (_, index) => [`src/part-${index}.ts`, `export const part = ${index};\n`.repeat(150)])), skipped: [] }),
      contains: async () => true, branches: async () => [], commit: refuse, merge: refuse, previewMerge: refuse, revert: refuse, deleteBranch: refuse,
    }),
    blobs: { get: async (key: string) => (key === packageKeys(DIGEST).sourceMap ? map : undefined), put: refuse, locate: (key: string) => key },
  };
};

/** One target in ten is faulty; the others differ in what they happened to see. */
export const kindOf = (index: number, kinds: { readonly faulty: readonly Learned[]; readonly healthy: readonly Learned[] }): Learned | undefined => {
  const group = index % 10 === 9 ? kinds.faulty : kinds.healthy;
  return group[Math.floor(index / 10) % group.length];
};

/** Of a healthy target nothing reads the periods; so many are there that the store is one that was used. */
const PERIODS_OF_HEALTHY = 60;

/** Gives each target the state and the periods of one of its kind, as its own. */
export const settleFleet = async (store: ItemStore, fleet: Fleet, kinds: Parameters<typeof kindOf>[1]): Promise<{ stateBytes: number }> => {
  const states = new TargetStates(store);
  let stateBytes = 0;
  for (const [index, { id }] of (await fleet.targets.all()).entries()) {
    const learned = kindOf(index, kinds);
    if (learned === undefined) continue;
    const periods = kinds.faulty.includes(learned) ? learned.periods : learned.periods.slice(-PERIODS_OF_HEALTHY);
    await states.put(periods.map((period) => ({ ...period, targetId: id })));
    await states.save({ ...learned.state, targetId: id }, [], undefined);
    stateBytes += JSON.stringify(learned.state).length;
  }
  return { stateBytes };
};
