import type { Target } from '../../shared/domain/target.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { serviceTree } from '../../shared/release/repository-path.ts';
import { commitOfVersion } from '../../shared/release/version-description.ts';
import type { TargetKnowledge } from '../../shared/rules/scoring/find-opportunities.ts';
import type { Machine } from './machine.ts';

/** What an analysis has to know beside the telemetry: which version serves, its source map and files, what was learned, what is under way. */
export const knowledgeOf = (machine: Machine): ((target: Target) => Promise<Omit<TargetKnowledge, 'target' | 'state'>>) => {
  const pathsByCommit = new Map<string, readonly string[]>();
  return async (target) => {
    const { deployer, sources, blobs, lessons, opportunities, improvements } = machine;
    const { alias } = await deployer.describe(target.functionName, target.alias);
    const serving = (await deployer.versions(target.functionName)).find(({ version }) => version === alias.version);
    const map = serving && (await blobs.get(packageKeys(serving.codeDigest).sourceMap));
    const commit = commitOfVersion(serving?.description ?? '');
    if (commit && !pathsByCommit.has(commit)) pathsByCommit.set(commit, [...serviceTree(target, await sources(target).readTree(commit)).files.keys()]);
    const open = await improvements.open();
    return {
      serving: { version: alias.version },
      sourceMap: map && new TextDecoder().decode(map),
      paths: commit === undefined ? undefined : pathsByCommit.get(commit),
      lessons: await lessons.list(target.id),
      known: await opportunities.list(target.id),
      busyKeys: open.filter(({ targetId }) => targetId === target.id).flatMap(({ opportunity }) => (opportunity ? [opportunity.key] : [])),
    };
  };
};
