import type { Lesson } from '../domain/lesson.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Target } from '../domain/target.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Deployer } from '../ports/deployer.ts';
import type { SourceRepository } from '../ports/source-repository.ts';
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

/** Reads it: which version serves, its source map and files, what was learned, what is under way. Paths are remembered per commit. */
export const knowledgeOf = ({ deployer, sources, blobs, lessons, opportunities, improvements }: KnowledgeDependencies): ((target: Target) => Promise<Knowledge>) => {
  const treeByCommit = new Map<string, Pick<Knowledge, 'paths' | 'files'>>();
  return async (target) => {
    const { alias } = await deployer.describe(target.functionName, target.alias);
    const serving = (await deployer.versions(target.functionName)).find(({ version }) => version === alias.version);
    const map = serving && (await blobs.get(packageKeys(serving.codeDigest).sourceMap));
    const commit = commitOfVersion(serving?.description ?? '');
    const tree = commit === undefined ? undefined : (treeByCommit.get(commit) ?? remembered(serviceTree(target, await sources(target).readTree(commit)).files));
    if (commit !== undefined && tree !== undefined) treeByCommit.set(commit, tree);
    const open = await improvements.open();
    return {
      serving: { version: alias.version },
      sourceMap: map && new TextDecoder().decode(map),
      paths: tree?.paths,
      files: tree?.files,
      lessons: await lessons.list(target.id),
      known: await opportunities.list(target.id),
      busyKeys: open.filter(({ targetId }) => targetId === target.id).flatMap(({ opportunity }) => (opportunity ? [opportunity.key] : [])),
    };
  };
};
