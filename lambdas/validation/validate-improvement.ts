import type { ValidationReport } from '../../shared/domain/check.ts';
import { EXPOSED, SETTLED, type Improvement, type ImprovementState } from '../../shared/domain/improvement.ts';
import { flagsOfWork } from '../../shared/domain/flag.ts';
import type { OpportunityKind } from '../../shared/domain/opportunity.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import { targetForTenant } from '../../shared/domain/tenant-target.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { BlobStore } from '../../shared/ports/blob-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Deployer } from '../../shared/ports/deployer.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { SourceRepository, SourceTree } from '../../shared/ports/source-repository.ts';
import type { Package, Workshop } from '../../shared/ports/workshop.ts';
import { branchOf } from '../../shared/release/branch-of.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { inRepository, serviceTree } from '../../shared/release/repository-path.ts';
import { servingCommit } from '../../shared/release/serving-commit.ts';
import { tell } from '../../shared/release/tell.ts';
import { onlyConfigures } from '../../shared/rules/gate/configuration-change.ts';
import { greaterRisk, riskOf } from '../../shared/rules/gate/risk.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Lessons } from '../../shared/store/lessons.ts';
import type { Slots } from '../../shared/store/slots.ts';
import { waitsForFlags, type WaitingDependencies } from '../../shared/store/waits-for-flags.ts';
import type { FactsOfTargets } from '../../shared/store/target-facts.ts';
import { approvalNeeded } from './approval-needed.ts';
import { carryOver } from './carry-over.ts';

export type ValidateDependencies = WaitingDependencies & {
  readonly improvements: Improvements;
  readonly slots: Slots;
  readonly facts: Pick<FactsOfTargets, 'get'>;
  readonly lessons: Pick<Lessons, 'list'>;
  readonly targets: { get(id: string): Promise<Target> };
  readonly deployer: Deployer;
  readonly sources: (target: Target) => SourceRepository;
  readonly workshopOf: (target: Target) => Promise<Workshop> | Workshop;
  readonly dependenciesOf: (target: Target) => Promise<string | undefined> | string | undefined;
  /** The checks of a patch, in order of cost. */
  readonly check: (target: Target, patch: Patch, baseTree: SourceTree, opportunityKind: OpportunityKind | undefined) => Promise<{ report: ValidationReport; package?: Package }>;
  readonly blobs: BlobStore;
  readonly notifier: Notifier;
  readonly settingsFor: (target: Target) => { qualityThreshold: number; riskTolerance: number };
  readonly clock: Clock;
};

export type ValidateDecision = { readonly next: 'release' | 'approve' | 'generate' | 'learn' | 'wait' };

/** A check's findings go back to a model at most this often; a recipe would only write the same again. */
const MOST_ATTEMPTS = 3;

/** Proves a remedy before anybody is exposed to it, and says what follows: release, a person's yes, another try, or an end. While a switch is off that it needs, it waits. */
export const validateImprovement = async ({ improvementId }: { improvementId: string }, dependencies: ValidateDependencies): Promise<ValidateDecision> => {
  const { improvements, targets, clock } = dependencies;
  const improvement = await improvements.get(improvementId);
  if (improvement.state !== 'validating') return takeUpAgain(dependencies, improvement);
  if (await waitsForFlags(dependencies, flagsOfWork('validation', improvement), { who: 'validation', targetId: improvement.targetId, id: improvementId })) return { next: 'wait' };
  const target = targetForTenant(await targets.get(improvement.targetId), improvement.tenantId);
  const startedAt = clock.now();
  const outcome = improvement.origin === 'deployment' ? await packDeployment(dependencies, improvement, target) : await provePatch(dependencies, improvement, target);
  const spent = clock.now() - startedAt;
  await improvements.amend(improvementId, ['validating', 'awaiting-approval', 'rejected', 'superseded', 'failed'], (held) => ({ ...held, phaseMs: { ...held.phaseMs, validation: (held.phaseMs['validation'] ?? 0) + spent } }));
  return outcome;
};

/** Invoked again after the step was done, and perhaps not to its last write. */
const takeUpAgain = async (dependencies: ValidateDependencies, improvement: Improvement): Promise<ValidateDecision> => {
  const { id, tenantId, state, targetId } = improvement;
  if (SETTLED.includes(state) || state === 'awaiting-approval') await dependencies.slots.free(id, tenantId);
  if (state === 'awaiting-approval') await askPerson(dependencies, improvement, targetForTenant(await dependencies.targets.get(targetId), tenantId));
  return onward(state);
};

/** A step may be invoked twice. What the other invocation has moved on is not brought to its end here, but goes where it stands now. */
const onward = (state: ImprovementState | undefined): ValidateDecision => {
  if (state === 'awaiting-approval') return { next: 'approve' };
  if (state === 'queued' || state === 'generating') return { next: 'generate' };
  return { next: state !== undefined && EXPOSED.includes(state) ? 'release' : 'learn' };
};

const end = async ({ improvements, slots, clock }: ValidateDependencies, improvement: Improvement, state: 'rejected' | 'superseded' | 'failed', reason: string): Promise<ValidateDecision> => {
  const ended = await improvements.transition(improvement.id, state, { by: 'validation', at: clock.now(), from: ['validating'], set: { reason } });
  if (!ended.ok && ended.state !== undefined && !SETTLED.includes(ended.state)) return onward(ended.state);
  await slots.free(improvement.id, improvement.tenantId);
  return { next: 'learn' };
};

/** An owner's deployment is not gated: it is built from its commit as it stands, and judged in traffic. */
const packDeployment = async (dependencies: ValidateDependencies, improvement: Improvement, target: Target): Promise<ValidateDecision> => {
  const { sources, workshopOf, dependenciesOf, improvements } = dependencies;
  // The owner's own package, or what an earlier try built.
  if (improvement.packageKey !== undefined) return { next: 'release' };
  const tree = serviceTree(target, await sources(target).readTree(improvement.ref ?? target.repository.branch));
  const workshop = await workshopOf(target);
  const built = await workshop.pack({ files: tree.files, dependencies: await dependenciesOf(target), entry: target.entry });
  if (!built.ok) return end(dependencies, improvement, 'failed', `It cannot be built: ${built.errors.map(({ path, line, message }) => `${path ?? target.entry}:${line ?? 1} ${message}`).join('; ')}`);
  const packageKey = await storePackage(dependencies, built.package);
  await improvements.amend(improvement.id, ['validating'], (held) => ({ ...held, packageKey }));
  return { next: 'release' };
};

const provePatch = async (dependencies: ValidateDependencies, improvement: Improvement, target: Target): Promise<ValidateDecision> => {
  const { improvements, deployer, sources, check, settingsFor, slots, clock } = dependencies;
  const { remedy } = improvement;
  if (!remedy) return end(dependencies, improvement, 'failed', 'There is no remedy to check.');
  const repository = sources(target);
  const baseTree = serviceTree(target, await repository.readTree((await servingCommit(deployer, target)) ?? remedy.baseCommit));
  const carried = carryOver(remedy, baseTree);
  if (!carried.ok) return end(dependencies, improvement, 'superseded', `The code that serves has changed where the patch applies: ${carried.paths.join(', ')}. Propose it again on commit ${baseTree.commit.slice(0, 10)}.`);
  if (carried.patch.files.length === 0) return end(dependencies, improvement, 'superseded', 'The code that serves is so already.');

  const patch = { ...carried.patch, risk: greaterRisk(carried.patch.risk, riskOf(carried.patch.files).risk) };

  const { report, package: built } = await check(target, patch, baseTree, improvement.opportunity?.kind);
  const packageKey = built && (await storePackage(dependencies, built));
  const checked = await improvements.amend(improvement.id, ['validating'], (held) => ({ ...held, remedy: patch, report, configurationOnly: onlyConfigures(patch), ...(packageKey ? { packageKey } : {}) }));
  if (!checked) return onward((await improvements.get(improvement.id)).state);
  const { qualityThreshold, riskTolerance } = settingsFor(target);
  if (!report.passed) {
    if (remedy.author.kind === 'model' && improvement.attempts < MOST_ATTEMPTS) return { next: 'generate' };
    return end(dependencies, improvement, 'rejected', firstFindings(report));
  }
  if (report.quality < qualityThreshold) return end(dependencies, improvement, 'rejected', `Its quality is ${report.quality.toFixed(2)}, below the threshold of ${qualityThreshold}.`);

  const why = approvalNeeded(checked, report, target, { riskTolerance, provenModelPatches: await provenModelPatches(dependencies, target) });
  if (why === undefined) return { next: 'release' };
  await repository.commit({
    branch: branchOf(improvement.id), parent: patch.baseCommit, files: patch.files.map((file) => ({ ...file, path: inRepository(target, file.path) })),
    message: `${remedy.title}\n\n${remedy.reason}\n\nPawl-Improvement: ${improvement.id}\n`, author: remedy.author.kind === 'person' ? remedy.author.name : 'Pawl', at: improvement.createdAt,
  });
  const waiting = await improvements.transition(improvement.id, 'awaiting-approval', { by: 'validation', at: clock.now(), from: ['validating'], set: { reason: why } });
  if (!waiting.ok) return onward(waiting.state);
  await slots.free(improvement.id, improvement.tenantId);
  await askPerson(dependencies, waiting.improvement, target);
  return { next: 'approve' };
};

/** Promoted here with a person's yes, less what had to be taken back: also of those that went by themselves. */
const provenModelPatches = async ({ facts, lessons }: ValidateDependencies, { id }: Target): Promise<number> => {
  const [{ promotedWithApproval }, known] = await Promise.all([facts.get(id), lessons.list(id)]);
  return (promotedWithApproval?.['model'] ?? 0) - known.filter(({ result, author }) => result === 'reverted' && author.startsWith('model:')).length;
};

/** Once for each time that it comes to wait, however often this is invoked: the notice's key says which. */
const askPerson = async (dependencies: ValidateDependencies, { id, title, tenantId, stateSince, reason, remedy, report }: Improvement, target: Target): Promise<void> => {
  await tell(dependencies, {
    key: `approval#${id}#${report?.digest ?? ''}#${stateSince}`, about: 'approval', severity: 'medium', targetId: target.id, ...(tenantId === undefined ? {} : { tenantId }), improvementId: id, subject: `${remedy?.title ?? title}: waits for a yes`,
    text: `${reason ?? ''} Branch ${branchOf(id)}. ${takesYes(target, remedy) ? `\`pawl approve ${id}\` or ` : ''}\`pawl reject ${id}\`.`,
  });
};

/** Whether `pawl approve` would take a yes: not where the owners want to see proposals only, nor for what no canary can judge. */
const takesYes = ({ autonomy }: Target, remedy: Improvement['remedy']): boolean => {
  const level = autonomy[remedy?.author.kind ?? 'person'];
  return level !== 'propose' && level !== 'observe' && !(remedy !== undefined && onlyConfigures(remedy));
};

const firstFindings = ({ checks }: ValidationReport): string =>
  checks
    .filter(({ status }) => status === 'failed')
    .map(({ name, summary, findings }) => `${name}: ${summary}${findings[0] ? ` (${findings[0].path ?? ''}${findings[0].line ? `:${findings[0].line}` : ''} ${findings[0].message})` : ''}`)
    .join('; ');

const storePackage = async ({ blobs }: ValidateDependencies, built: Package): Promise<string> => {
  const { bundle, sourceMap } = packageKeys(built.digest);
  await Promise.all([blobs.put(bundle, built.bundle, 'text/javascript'), blobs.put(sourceMap, built.sourceMap, 'application/json')]);
  return built.digest;
};
