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
import type { RecipeInput, RecipeResult } from './recipe.ts';

export type GenerateDependencies = {
  readonly improvements: Improvements;
  readonly lessons: Lessons;
  readonly slots: Slots;
  readonly targets: { get(id: string): Promise<Target> };
  readonly deployer: Deployer;
  readonly sources: (target: Target) => SourceRepository;
  /** The target's installed `node_modules`, for types. */
  readonly dependenciesOf: (target: Target) => Promise<string | undefined> | string | undefined;
  readonly remedies: (input: RecipeInput) => Promise<readonly RecipeResult[]>;
  readonly clock: Clock;
};

export type GenerateDecision = { readonly next: 'validate' | 'learn' };

/** Writes the remedy of an opportunity for the code that serves now, or says why it does not. */
export const generate = async ({ improvementId }: { improvementId: string }, dependencies: GenerateDependencies): Promise<GenerateDecision> => {
  const { improvements, targets, clock } = dependencies;
  const startedAt = clock.now();
  const claimed = await improvements.transition(improvementId, 'generating', {
    by: 'generation', at: startedAt, from: ['queued', 'validating', 'generating'],
  });
  if (!claimed.ok) return onward(claimed.state);
  const { improvement } = claimed;
  const target = targetForTenant(await targets.get(improvement.targetId), improvement.tenantId);
  const results = await attempt(dependencies, improvement, target);
  const patch = results.find((result) => result.kind === 'patch')?.patch;
  const at = clock.now();
  const phaseMs = { ...improvement.phaseMs, generation: (improvement.phaseMs['generation'] ?? 0) + at - startedAt };
  if (patch) {
    const written = await improvements.transition(improvementId, 'validating', { by: 'generation', at, from: ['generating'], set: { remedy: patch, title: patch.title, attempts: improvement.attempts + 1, phaseMs } });
    return written.ok ? { next: 'validate' } : onward(written.state);
  }
  const reason = results.map((result) => (result.kind === 'abstained' ? `${result.recipe}: ${result.reason}` : '')).join('; ');
  const abstained = await improvements.transition(improvementId, 'abstained', { by: 'generation', at, from: ['generating'], set: { reason, phaseMs } });
  if (!abstained.ok && !isSettled(abstained.state)) return onward(abstained.state);
  await dependencies.slots.free(improvementId, improvement.tenantId);
  return { next: 'learn' };
};

const isSettled = (state: ImprovementState | undefined): boolean => state === undefined || SETTLED.includes(state);

/** A step may be invoked twice. What the other invocation has moved on is not brought to its end here: the next step finds out where it goes. */
const onward = (state: ImprovementState | undefined): GenerateDecision => ({ next: isSettled(state) ? 'learn' : 'validate' });

const attempt = async ({ lessons, deployer, sources, dependenciesOf, remedies }: GenerateDependencies, improvement: Improvement, target: Target): Promise<readonly RecipeResult[]> => {
  const { opportunity } = improvement;
  if (!opportunity) return [{ kind: 'abstained', recipe: 'none', reason: 'there is no opportunity to write a remedy for' }];
  if (target.autonomy.recipe === 'observe') return [{ kind: 'abstained', recipe: 'none', reason: `${target.id} is set to "observe"` }];
  const repository = sources(target);
  const commit = (await servingCommit(deployer, target)) ?? target.repository.branch;
  const tree = serviceTree(target, await repository.readTree(commit));
  return remedies({ opportunity, target, tree, lessons: await lessons.list(target.id), dependencies: await dependenciesOf(target) });
};
