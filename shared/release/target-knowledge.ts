import type { Lesson } from '../domain/lesson.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Target } from '../domain/target.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Deployer } from '../ports/deployer.ts';
import type { SourceRepository, SourceTree } from '../ports/source-repository.ts';
import type { Improvements } from '../store/improvements.ts';
import type { Lessons } from '../store/lessons.ts';
import type { Opportunities } from '../store/opportunities.ts';
import { packageKeys } from './package-key.ts';
import { serviceTree } from './repository-path.ts';
import { commitOfVersion } from './version-description.ts';

export type KnowledgeDependencies = {
  readonly deployer: Deployer;
  readonly sources: (target: Target) => SourceRepository;
  readonly blobs: BlobStore;
  readonly lessons: Lessons;
  readonly opportunities: Opportunities;
  readonly improvements: Improvements;
};

/** Sources up to this many characters are kept with the analysis, so that places in them can be shown. */
const MOST_SOURCE = 4_000_000;

const remembered = (files: ReadonlyMap<string, string>): Pick<Knowledge, 'paths' | 'files'> => {
  let length = 0;
  for (const text of files.values()) length += text.length;
  return { paths: [...files.keys()], files: length <= MOST_SOURCE ? files : undefined };
};

/** What an analysis has to know beside the telemetry. */
export type Knowledge = {
  readonly serving: { readonly version: string };
  readonly sourceMap: string | undefined;
  readonly paths: readonly string[] | undefined;
  /** What stands in those files, unless it is more than a few megabytes. */
  readonly files: ReadonlyMap<string, string> | undefined;
  readonly lessons: readonly Lesson[];
  readonly known: readonly Opportunity[];
  readonly busyKeys: readonly string[];
};

export type KnowledgeReader = {
  /** Which version serves: enough for a first glance, and one request. */
  serving(target: Target): Promise<Knowledge['serving']>;
  /** Everything; `serving` where that is known already. */
  of(target: Target, serving?: Knowledge['serving']): Promise<Knowledge>;
};

/** Trees that are kept at hand: of services in one repository, which come one after the other. */
const MOST_TREES = 4;

/**
 * Reads it: which version serves, its source map and files, what was learned, what is under way. For one pass over targets: what is under way
 * is read once in it, and the tree of a commit once for all services in it.
 */
export const knowledgeOf = ({ deployer, sources, blobs, lessons, opportunities, improvements }: KnowledgeDependencies): KnowledgeReader => {
  const trees = new Map<string, Promise<SourceTree>>();
  let busy: Promise<Map<string, string[]>> | undefined;

  const treeOf = (target: Target, commit: string): Promise<SourceTree> => {
    const place = `${target.repository.location} ${commit}`;
    const tree = trees.get(place) ?? sources(target).readTree(commit);
    trees.set(place, tree);
    // One that could not be read is read again for the next.
    tree.catch(() => trees.delete(place));
    for (const oldest of trees.keys()) {
      if (trees.size <= MOST_TREES) break;
      trees.delete(oldest);
    }
    return tree;
  };
  const serving: KnowledgeReader['serving'] = async (target) => ({ version: (await deployer.describe(target.functionName, target.alias)).alias.version });
  const busyKeys = async (): Promise<Map<string, string[]>> => {
    const open = await improvements.open();
    const byTarget = Map.groupBy(open, ({ targetId }) => targetId);
    return new Map([...byTarget].map(([targetId, own]) => [targetId, own.flatMap(({ opportunity }) => (opportunity ? [opportunity.key] : []))]));
  };

  return {
    serving,
    of: async (target, known) => {
      const { version } = known ?? (await serving(target));
      const published = (await deployer.versions(target.functionName)).find((one) => one.version === version);
      const map = published && (await blobs.get(packageKeys(published.codeDigest).sourceMap));
      const commit = commitOfVersion(published?.description ?? '');
      const tree = commit === undefined ? undefined : remembered(serviceTree(target, await treeOf(target, commit)).files);
      busy ??= busyKeys();
      return {
        serving: { version },
        sourceMap: map && new TextDecoder().decode(map),
        paths: tree?.paths,
        files: tree?.files,
        lessons: await lessons.list(target.id),
        known: await opportunities.list(target.id),
        busyKeys: (await busy).get(target.id) ?? [],
      };
    },
  };
};
