import { flagsOfWork } from '../../shared/domain/flag.ts';
import { SETTLED, type Improvement, type ImprovementState } from '../../shared/domain/improvement.ts';
import { targetForTenant } from '../../shared/domain/tenant-target.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Deployer } from '../../shared/ports/deployer.ts';
import type { SourceRepository } from '../../shared/ports/source-repository.ts';
import { serviceTree } from '../../shared/release/repository-path.ts';
import { servingCommit } from '../../shared/release/serving-commit.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Lessons } from '../../shared/store/lessons.ts';
import type { Slots } from '../../shared/store/slots.ts';
import { waitsForFlags, type WaitingDependencies } from '../../shared/store/waits-for-flags.ts';
import { causesOfReport, distinct } from '../../shared/rules/lessons/causes.ts';
import { writersInForce } from './writers-in-force.ts';
import { lessonsAtWork, type RulesUsed } from './lessons-at-work.ts';
import { failedBefore, writeRemedy, type Written, type Writers } from './write-remedy.ts';

export type GenerateDependencies = Writers & WaitingDependencies & {
  readonly improvements: Improvements;
  readonly lessons: Lessons;
  readonly slots: Slots;
  readonly targets: { get(id: string): Promise<Target> };
  readonly deployer: Deployer;
  readonly sources: (target: Target) => SourceRepository;
  /** The target's installed `node_modules`, for types. */
  readonly dependenciesOf: (target: Target) => Promise<string | undefined> | string | undefined;
  readonly clock: Clock;
};

export type GenerateDecision = { readonly next: 'validate' | 'learn' | 'wait' };

/**
 * Writes the remedy of an opportunity for the code that serves now, or says why it does not: recipes first, then a model. What comes back from the gate goes
 * to the model that wrote it, with the findings. While writing, or the tenant, is switched off, it waits.
 */
export const generate = async ({ improvementId }: { improvementId: string }, dependencies: GenerateDependencies): Promise<GenerateDecision> => {
  const { improvements, targets, clock } = dependencies;
  const startedAt = clock.now();
  // Invoked again after the remedy was written: a model would be paid twice for the same.
  const held = await improvements.find(improvementId);
  if (held?.state === 'validating' && held.remedy !== undefined && failedBefore(held) === undefined) return onward(held.state);
  if (held !== undefined && !SETTLED.includes(held.state) && (await waitsForFlags(dependencies, flagsOfWork('generation', { ...held, remedy: undefined }), { who: 'generation', targetId: held.targetId, id: improvementId }))) return { next: 'wait' };
  const claimed = await improvements.transition(improvementId, 'generating', {
    by: 'generation', at: startedAt, from: ['queued', 'validating', 'generating'],
  });
  if (!claimed.ok) return onward(claimed.state);
  const { improvement } = claimed;
  const target = targetForTenant(await targets.get(improvement.targetId), improvement.tenantId);
  const { written, ...taught } = await attempt(dependencies, improvement, target);
  const at = clock.now();
  const phaseMs = { ...improvement.phaseMs, generation: (improvement.phaseMs['generation'] ?? 0) + at - startedAt };
  if (written.kind === 'patch') {
    const { patch } = written;
    const moved = await improvements.transition(improvementId, 'validating', {
      by: 'generation', at, from: ['generating'], set: { remedy: patch, report: undefined, title: patch.title, attempts: improvement.attempts + 1, phaseMs, ...taught },
    });
    return moved.ok ? { next: 'validate' } : onward(moved.state);
  }
  const { reason, retryAt, lacked } = written;
  const abstained = await improvements.transition(improvementId, 'abstained', {
    by: 'generation', at, from: ['generating'], set: { reason, phaseMs, ...taught, ...(retryAt === undefined ? {} : { retryAt }), ...(lacked === undefined ? {} : { lacked }) },
  });
  if (!abstained.ok && !isSettled(abstained.state)) return onward(abstained.state);
  await dependencies.slots.free(improvementId, improvement.tenantId);
  return { next: 'learn' };
};

const stumblesOf = (written: Written) => (written.kind === 'patch' ? written.patch.workings?.stumbles : written.stumbles);

const isSettled = (state: ImprovementState | undefined): boolean => state === undefined || SETTLED.includes(state);

/** A step may be invoked twice. What the other invocation has moved on is not brought to its end here: the next step finds out where it goes. */
const onward = (state: ImprovementState | undefined): GenerateDecision => ({ next: isSettled(state) ? 'learn' : 'validate' });

/** The remedy or why there is none; the learned rules it was tried with, and what the gate had against the answer before. */
type Attempt = { readonly written: Written; readonly learned?: RulesUsed; readonly stumbles?: NonNullable<Improvement['stumbles']> };

const attempt = async (dependencies: GenerateDependencies, improvement: Improvement, target: Target): Promise<Attempt> => {
  const { lessons, deployer, sources, dependenciesOf, clock } = dependencies;
  const { opportunity } = improvement;
  if (!opportunity) return { written: { kind: 'abstained', reason: 'there is no opportunity to write a remedy for' } };
  if (target.autonomy.recipe === 'observe' && target.autonomy.model === 'observe') return { written: { kind: 'abstained', reason: `${target.id} is set to "observe"` } };
  const repository = sources(target);
  const commit = (await servingCommit(deployer, target)) ?? target.repository.branch;
  const tree = serviceTree(target, await repository.readTree(commit));
  const known = await lessons.list(target.id);
  const { hints, against, used } = lessonsAtWork({ lessons: known, improvement, opportunity, paths: tree.files, now: clock.now() });
  const input = { opportunity, target, tree, lessons: known, dependencies: await dependenciesOf(target), hints, against };
  const { writers, again } = writersInForce(dependencies, clock.now());
  const written = again(await writeRemedy(writers, input, improvement, clock.now()));
  const before = failedBefore(improvement);
  const stumbles = distinct([...(improvement.stumbles ?? []), ...(before === undefined ? [] : causesOfReport(before.report)), ...(stumblesOf(written) ?? [])]);
  const learned = used();
  const isTaught = Object.values(learned).some((ids) => ids.length > 0);
  return { written, ...(isTaught ? { learned } : {}), ...(stumbles.length === 0 ? {} : { stumbles }) };
};
