import type { Improvement } from '../domain/improvement.ts';
import { cycleIdOf, joinCycle } from './join-cycle.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type DeployRequest = {
  readonly targetId: string;
  readonly ref: string;
  readonly by: string;
  /** Why there should be no canary: it then serves at once, marked unproven. */
  readonly skipCanary?: string;
};

/**
 * An owner's deployment is a release like any other: a share of the traffic first, judged, kept or taken back.
 * Refused when it lacks the last commit that Pawl promoted; takes the place of a canary of Pawl's at once.
 */
export const deploy = async (dependencies: CommandDependencies, { targetId, ref, by, skipCanary }: DeployRequest): Promise<CommandResult<{ improvementId: string; commit: string }>> => {
  const { improvements, releases, targets, facts, sources, audit, runner, rollback, ids, clock } = dependencies;
  const target = await targets.get(targetId);
  const repository = sources(target);
  const commit = await repository.resolve(ref);
  if (!commit) return refused(`There is no commit "${ref}" in ${target.repository.location}.`);
  const { lastPromotedCommit } = await facts.get(targetId);
  if (lastPromotedCommit && !(await repository.contains(commit, lastPromotedCommit))) {
    return refused(`${ref} does not contain commit ${lastPromotedCommit}, which Pawl brought into ${target.repository.branch}: deploying it would take that back. Merge ${target.repository.branch} and deploy again.`);
  }
  const holder = await releases.holder(targetId);
  if (holder) {
    const running = await improvements.get(holder);
    if (running.origin === 'deployment') return refused(`The deployment ${holder} is being released on ${targetId}. Wait for its verdict, or \`pawl rollback ${holder}\`.`);
    const { done } = await rollback({ action: 'take-back', improvementId: holder, ending: { state: 'superseded', reason: `Superseded by the deployment of ${ref} by ${by}.` }, by });
    if (!done) return refused(`${holder} is just being finished on ${targetId}. Try again in a moment.`);
    await runner.resume(holder);
  }
  const at = clock.now();
  const id = ids.next('dep');
  const improvement: Improvement = {
    id,
    targetId,
    ...(target.tenantId === undefined ? {} : { tenantId: target.tenantId }),
    cycleId: cycleIdOf(ids, id),
    origin: 'deployment',
    proposedBy: by,
    title: `Deployment of ${ref} (${commit.slice(0, 10)})`,
    state: 'validating',
    stateSince: at,
    createdAt: at,
    ref: commit,
    ...(skipCanary === undefined ? {} : { skipCanary }),
    attempts: 0,
    systemWide: false,
    phaseMs: {},
    history: [{ state: 'validating', at, by }],
  };
  await joinCycle(dependencies, improvement, 'deployment');
  await improvements.create(improvement);
  await audit.append({ targetId, at, who: by, what: skipCanary === undefined ? 'deploys' : 'deploys-without-canary', improvementId: improvement.id, component: target.functionName, newVersion: commit, ...(skipCanary === undefined ? {} : { reason: skipCanary }) });
  await runner.startImprovement(improvement.id);
  return { ok: true, improvementId: improvement.id, commit };
};
