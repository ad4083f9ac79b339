import type { Improvement } from '../domain/improvement.ts';
import type { Target } from '../domain/target.ts';
import { serves, strangeTenant, targetForTenant } from '../domain/tenant-target.ts';
import { irreversibleReason } from '../release/irreversible.ts';
import { servingCommit } from '../release/serving-commit.ts';
import { tell } from '../release/tell.ts';
import { firstOff, offSentence } from '../store/switches.ts';
import { cycleIdOf, joinCycle } from './join-cycle.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type DeployRequest = {
  readonly targetId: string;
  readonly ref: string;
  /** Only for this tenant, behind its own alias. */
  readonly tenantId?: string;
  readonly by: string;
  /** Why there should be no canary: it then serves at once, marked unproven. */
  readonly skipCanary?: string;
  /** Digest of a package in the blob store that the owners built themselves: nothing is built from the commit then. */
  readonly packageKey?: string;
  /** Why going back from it would do harm. Where it is left out, a `Pawl-Irreversible: <reason>` trailer of one of its commits says so. */
  readonly irreversible?: string;
  /** What told of it. The same cause is one deployment, however often it is told; and as nobody is there to ask again, it takes its turn where a person would be asked to. */
  readonly cause?: string;
  /** The same request of somebody, told twice, is one deployment. */
  readonly requestId?: string;
};

/**
 * An owner's deployment is a release like any other: a share of the traffic first, judged, kept or taken back.
 * While everything is stopped it is refused, or waits where nobody is there to ask again. Refused when it lacks the last commit that Pawl promoted, which people are told; takes the place of a canary of Pawl's at once.
 */
export const deploy = async (dependencies: CommandDependencies, request: DeployRequest): Promise<CommandResult<{ improvementId: string; commit: string }>> => {
  const { improvements, targets, sources, audit, runner, ids, clock } = dependencies;
  const { targetId, tenantId, ref, by, skipCanary, packageKey, cause, requestId } = request;
  const once = cause ?? (requestId === undefined ? undefined : `request ${requestId}`);
  const off = await firstOff(dependencies.flags, []);
  if (off !== undefined && cause === undefined) return refused(`${offSentence(off)} Nothing is deployed.`, 'off');
  const everybody = await targets.get(targetId);
  if (tenantId !== undefined && !serves(everybody, tenantId)) return refused(strangeTenant(everybody, tenantId));
  const target = targetForTenant(everybody, tenantId);
  const repository = sources(target);
  const commit = await repository.resolve(ref);
  if (!commit) return refuse(dependencies, request, target, 'unknown', `There is no commit "${ref}" in ${target.repository.location}.`);
  const id = once === undefined ? ids.next('dep') : ids.derived('dep', tenantId === undefined ? `${targetId} ${once}` : `${targetId} ${once} for ${tenantId}`);
  const known = await improvements.find(id);
  if (!known) {
    const { lastPromotedCommit } = await dependencies.facts.get(targetId);
    if (lastPromotedCommit && !(await repository.contains(commit, lastPromotedCommit))) {
      return refuse(dependencies, request, target, lastPromotedCommit, `${ref} does not contain commit ${lastPromotedCommit}, which Pawl brought into ${target.repository.branch}: deploying it would take that back. Merge ${target.repository.branch} and deploy again.`);
    }
    const inTheWay = off === undefined ? await makeWay(dependencies, request, target, id) : undefined;
    if (inTheWay !== undefined && cause === undefined) return refused(inTheWay);
  }
  const at = clock.now();
  const irreversible = request.irreversible ?? (await trailerOf(dependencies, target, commit));
  const improvement: Improvement = known ?? {
    id,
    targetId,
    ...(target.tenantId === undefined ? {} : { tenantId: target.tenantId }),
    cycleId: cycleIdOf(ids, id),
    origin: 'deployment',
    proposedBy: by,
    title: `Deployment of ${ref === commit ? commit.slice(0, 10) : `${ref} (${commit.slice(0, 10)})`}`,
    state: 'validating',
    stateSince: at,
    createdAt: at,
    ref: commit,
    ...(skipCanary === undefined ? {} : { skipCanary }),
    ...(packageKey === undefined ? {} : { packageKey }),
    ...(irreversible === undefined ? {} : { irreversible }),
    attempts: 0,
    systemWide: false,
    phaseMs: {},
    history: [{ state: 'validating', at, by }],
  };
  await joinCycle(dependencies, improvement, 'deployment');
  await improvements.create(improvement);
  await audit.append({ targetId, at, who: by, what: skipCanary === undefined ? 'deploys' : 'deploys-without-canary', improvementId: id, component: target.functionName, newVersion: commit, ...(skipCanary === undefined ? {} : { reason: skipCanary }) }, `deploys#${id}`);
  // The owner's pipeline is not there to ask again: it waits for its turn, and people know.
  if (off !== undefined) await tell(dependencies, { key: `held#${id}`, severity: 'high', targetId, improvementId: id, subject: `${targetId}: a deployment is held`, text: `${offSentence(off)} ${improvement.title} waits; what serves, serves on.` });
  if ((await improvements.get(id)).state === 'validating') await runner.startImprovement(id);
  return { ok: true, improvementId: id, commit };
};

/** What is being released on the target goes, when it is Pawl's, and not another tenant's: that is not theirs to end, or to hear of. Answers what has to be waited for. */
const makeWay = async ({ improvements, releases, rollback, runner }: CommandDependencies, { targetId, ref, by }: DeployRequest, { tenantId }: Target, id: string): Promise<string | undefined> => {
  const holder = await releases.holder(targetId);
  if (!holder || holder === id) return undefined;
  const running = await improvements.get(holder);
  if (tenantId !== undefined && running.tenantId !== tenantId) return `Something else is being released on ${targetId}. Try again when it is through.`;
  if (running.origin === 'deployment') return `The deployment ${holder} is being released on ${targetId}. Wait for its verdict, or \`pawl rollback ${holder}\`.`;
  const { done } = await rollback({ action: 'take-back', improvementId: holder, ending: { state: 'superseded', reason: `Superseded by the deployment of ${ref} by ${by}.` }, by });
  if (!done) return `${holder} is just being finished on ${targetId}. Try again in a moment.`;
  await runner.resume(holder);
  return undefined;
};

/** The alias stays where it is. Whoever deployed may be a pipeline that reads no answer: it stands in the audit log, and people are told, once. */
const refuse = async (dependencies: CommandDependencies, { targetId, ref, by }: DeployRequest, { functionName }: Target, why: string, reason: string): Promise<{ ok: false; reason: string }> => {
  const once = `deployment-refused#${ref}#${why}`;
  await dependencies.audit.append({ targetId, at: dependencies.clock.now(), who: by, what: 'deployment-refused', component: functionName, newVersion: ref, reason }, once);
  await tell(dependencies, { key: `${once}#${targetId}`, severity: 'high', targetId, subject: `${targetId}: a deployment is refused`, text: reason });
  return refused(reason);
};

const MOST_MESSAGES = 100;

/** The reason in a trailer of one of the commits that the deployment brings beside what serves. */
const trailerOf = async ({ sources, deployer }: CommandDependencies, target: Target, commit: string): Promise<string | undefined> => {
  const repository = sources(target);
  const from = await servingCommit(deployer, target);
  const messages = (await repository.messagesBetween?.({ from, to: commit, limit: MOST_MESSAGES })) ?? [];
  return messages.map(irreversibleReason).find((reason) => reason !== undefined);
};
