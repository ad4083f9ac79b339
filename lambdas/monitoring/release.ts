import type { ApprovalPolicy } from '../../shared/domain/approval-policy.ts';
import { EXPOSED, type Improvement } from '../../shared/domain/improvement.ts';
import { flagsOfWork } from '../../shared/domain/flag.ts';
import type { Period } from '../../shared/domain/period.ts';
import type { Target } from '../../shared/domain/target.ts';
import { targetForTenant } from '../../shared/domain/tenant-target.ts';
import { keep, takeBack } from '../../shared/release/actions.ts';
import { whyIrreversible } from '../../shared/release/irreversible.ts';
import { openRelease, type ReleasePlan } from '../../shared/release/open-release.ts';
import { expose } from '../../shared/release/expose.ts';
import type { Flags } from '../../shared/ports/flags.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { servingCommit } from '../../shared/release/serving-commit.ts';
import { mayBegin } from '../../shared/rules/approvals/may-begin.ts';
import { ownTraffic, shareByAlias } from '../../shared/rules/judge/own-traffic.ts';
import type { Periods } from '../../shared/store/periods.ts';
import { waitsForFlags } from '../../shared/store/waits-for-flags.ts';
import { stablePastOf } from './plan-release.ts';

/** How releases on a target go, from the settings of its tenant. */
export type ReleaseTerms = Pick<ReleasePlan, 'margin' | 'weights' | 'periodSeconds' | 'burnInSeconds' | 'windowSeconds' | 'extensionSeconds' | 'afterWatchSeconds'>;

export type ReleasePhaseDependencies = ReleaseDependencies & {
  readonly periods: Periods;
  readonly termsFor: (target: Target) => ReleaseTerms;
  readonly flags?: Flags;
  /** As it holds for the target's tenant; without it, what a person let out begins whenever it can. */
  readonly settingsFor?: (target: Target) => { readonly approvalPolicy: ApprovalPolicy };
};

const HOUR_MS = 3_600_000;
/** Below this a p95 says little. A version that has just begun to serve is given time to show how it does. */
const FEWEST_REQUESTS = 400;

/** Below this share (0–1) of requests whose alias is known, no alias's traffic can be told apart. The probe tells all; the rest is what bypasses the aliases. */
const LEAST_BY_ALIAS = 0.5;

/** `wait`: for its turn on the target. `later`: for a switch, or for the end of quiet hours, which takes longer. */
export type ReleaseDecision = { readonly next: 'watch' | 'wait' | 'later' | 'generate' | 'validate' | 'learn' };

/**
 * Takes the target's lease, publishes the candidate and gives it its first share of the traffic. A remedy that was written for
 * another commit than the one that serves now goes back: to the recipes, or to the checks with its change carried over. What is not exposed
 * waits while a switch is off that it needs; what is exposed goes on being watched.
 */
export const release = async ({ improvementId }: { improvementId: string }, dependencies: ReleasePhaseDependencies): Promise<ReleaseDecision> => {
  const { improvements, targets, deployer, periods, clock, termsFor, actor } = dependencies;
  const improvement = await improvements.get(improvementId);
  if (['releasing', 'watching', 'promoting', 'rolling-back'].includes(improvement.state)) return { next: 'watch' };
  if (await waitsForFlags(dependencies, flagsOfWork('release', improvement), { who: 'release', targetId: improvement.targetId, id: improvementId })) return { next: 'later' };
  const target = targetForTenant(await targets.get(improvement.targetId), improvement.tenantId);
  const policy = dependencies.settingsFor?.(target).approvalPolicy;
  const begins = policy === undefined ? 'yes' : mayBegin(improvement, policy, clock.now());
  if (begins === 'later') return { next: 'later' };
  if (begins === 'ask-again') {
    await improvements.transition(improvementId, 'validating', { by: actor, at: clock.now(), from: ['awaiting-approval'], set: { approval: undefined, yeses: undefined } });
    return { next: 'validate' };
  }
  const { alias } = await deployer.describe(target.functionName, target.alias);
  const holder = await dependencies.releases.holder(target.id);
  if (holder && holder !== improvementId && !(await endForEmergency(dependencies, improvement, holder))) return { next: 'wait' };
  if (isOutdated(improvement, await servingCommit(deployer, target))) {
    // A yes was for what stood there then: it goes the whole way again.
    await improvements.transition(improvementId, 'validating', { by: actor, at: clock.now(), from: ['awaiting-approval'] });
    return { next: improvement.origin === 'opportunity' ? 'generate' : 'validate' };
  }

  const lacking = await lackingCommit(dependencies, improvement, target);
  if (lacking) {
    const reason = `It does not contain commit ${lacking}, which Pawl brought into ${target.repository.branch} since it was asked for. Merge and deploy again.`;
    await improvements.transition(improvementId, 'superseded', { by: actor, at: clock.now(), set: { reason } });
    return { next: 'learn' };
  }

  const known = await periods.between(target.id, clock.now() - HOUR_MS, clock.now());
  const judgedByAlias = Object.keys(target.tenantAliases ?? {}).length > 0;
  const untold = judgedByAlias && improvement.skipCanary === undefined ? whyNotByAlias(known, target) : undefined;
  if (untold !== undefined) return refuse(dependencies, improvement, untold);
  const lastHour = known.map((period) => ownTraffic(period, { alias: target.alias, judgedByAlias }));
  const past = stablePastOf(lastHour, alias.version);
  // An emergency's fix goes at once: the judge has the stable version beside it, if little of its past.
  if (improvement.emergency !== true && past.stableBefore.requests < FEWEST_REQUESTS && isNewlyServing(lastHour, alias.version)) return { next: 'wait' };
  const terms = termsFor(target);
  const claim = improvement.remedy?.claim;
  const opened = await openRelease(dependencies, improvement, { ...terms, ...past, ...(claim ? { claim } : {}), ...(judgedByAlias ? { judgedByAlias } : {}) });
  if (opened.kind === 'busy') return { next: 'wait' };
  if (opened.kind === 'refused') return refuse(dependencies, improvement, opened.reason);
  const exposed = await expose(dependencies, improvementId, improvement.skipCanary === undefined ? terms.weights[0] : 1);
  if (exposed === 'watching' && improvement.skipCanary !== undefined) await keep(dependencies, improvementId, { unproven: true });
  return { next: exposed === 'failed' ? 'learn' : 'watch' };
};

const refuse = async ({ improvements, slots, clock, actor }: ReleaseDependencies, { id, tenantId }: Improvement, reason: string): Promise<ReleaseDecision> => {
  const failed = await improvements.transition(id, 'failed', { by: actor, at: clock.now(), set: { reason } });
  // Invoked twice: the other one has opened it a moment before.
  if (!failed.ok && failed.state !== undefined && EXPOSED.includes(failed.state)) return { next: 'watch' };
  await slots.free(id, tenantId);
  return { next: 'learn' };
};

/** Versions are shared by aliases: without the probe's word which alias a request came through, one tenant's canary would be judged by what happens to others. */
const whyNotByAlias = (lastHour: readonly Period[], { functionName, alias }: Target): string | undefined => {
  const share = shareByAlias(lastHour);
  if (share >= LEAST_BY_ALIAS) return undefined;
  return `Of the last hour's requests of ${functionName} only ${Math.round(share * 100)} % told which alias they came through, so that what ${alias} gets cannot be judged apart from the other tenants. Deploy the handler wrapped in the probe (\`deploy --now\` the first time), and let callers name their alias.`;
};

/** An emergency's fix does not wait for the verdict on something else: that is taken back, unless it must not be. `false`: it has to be waited for. */
const endForEmergency = async (dependencies: ReleaseDependencies, { emergency, title, tenantId }: Improvement, holder: string): Promise<boolean> => {
  const running = await dependencies.improvements.find(holder);
  if (emergency !== true || !running || running.emergency === true || whyIrreversible(running) !== undefined) return false;
  return takeBack(dependencies, holder, { state: 'superseded', reason: running.tenantId === tenantId ? `Superseded by the fix of an emergency: ${title}.` : 'Superseded by the fix of an emergency.' });
};

/** The last promoted commit, when an owner's deployment would take it back: something may have been promoted since it was asked for. */
const lackingCommit = async ({ facts, sources }: ReleaseDependencies, { origin, ref }: Improvement, target: Target): Promise<string | undefined> => {
  const { lastPromotedCommit } = await facts.get(target.id);
  if (origin !== 'deployment' || !ref || !lastPromotedCommit) return undefined;
  return (await sources(target).contains(ref, lastPromotedCommit)) ? undefined : lastPromotedCommit;
};

const isNewlyServing = (lastHour: readonly Period[], version: string): boolean => lastHour.some(({ versions }) => Object.keys(versions).some((served) => served !== version));

const isOutdated = ({ origin, remedy }: Improvement, servingCommit: string | undefined): boolean => origin !== 'deployment' && servingCommit !== undefined && remedy !== undefined && remedy.baseCommit !== servingCommit;
