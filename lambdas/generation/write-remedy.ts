import type { Cause } from '../../shared/domain/cause.ts';
import type { ValidationReport } from '../../shared/domain/check.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import { calibrated, fitConfidence } from '../../shared/rules/scoring/calibration/confidence-fit.ts';
import { statedOutcomes } from '../../shared/rules/scoring/calibration/stated-outcomes.ts';
import type { PromptLesson } from './prompting/prompt-lesson.ts';
import { promptLessons } from './prompting/prompt-lessons.ts';
import type { RecipeInput, RecipeResult } from './recipe.ts';
import type { ModelInput, ModelResult } from './remedy-from-model.ts';

export type Writers = {
  readonly remedies: (input: RecipeInput) => Promise<readonly RecipeResult[]>;
  /** Writes what no recipe covers. Absent when no model is configured. */
  readonly fromModel?: ((input: ModelInput) => Promise<ModelResult>) | undefined;
};

export type Written =
  | { readonly kind: 'patch'; readonly patch: Patch }
  /** `retryAt`: worth another try from then on; `lacked`: with this it would be worth one at once. */
  | { readonly kind: 'abstained'; readonly reason: string; readonly retryAt?: Instant; readonly lacked?: 'model'; readonly stumbles?: readonly Cause[] };

/** Nobody answered, and it was not said until when. */
const UNAVAILABLE_MS = 15 * 60_000;

/** A model's patch that the gate sent back, and its report. */
export const failedBefore = ({ remedy, report }: Pick<Improvement, 'remedy' | 'report'>): { readonly patch: Patch; readonly report: ValidationReport } | undefined =>
  remedy?.author.kind === 'model' && report?.passed === false ? { patch: remedy, report } : undefined;

/** A patch of the first recipe that proves its preconditions; of a model where none does, one is configured and the target lets it; else every reason why there is none. */
export async function writeRemedy({ remedies, fromModel }: Writers, input: RecipeInput & { readonly hints?: readonly PromptLesson[] }, improvement: Improvement, now: Instant): Promise<Written> {
  const { target, opportunity, lessons, hints = [] } = input;
  const previous = failedBefore(improvement);
  const results = previous !== undefined ? [] : target.autonomy.recipe === 'observe' ? [{ kind: 'abstained', recipe: 'recipes', reason: 'are set to "observe"' } as const] : await remedies(input);
  const patch = results.find((result) => result.kind === 'patch')?.patch;
  if (patch !== undefined) return { kind: 'patch', patch };
  const reasons = results.map((result) => (result.kind === 'abstained' ? (result.recipe === 'none' ? result.reason : `${result.recipe}: ${result.reason}`) : ''));
  if (target.autonomy.model === 'observe') return { kind: 'abstained', reason: [...reasons, 'models are set to "observe"'].join('; ') };
  if (fromModel === undefined) return { kind: 'abstained', reason: [...reasons, 'no model is configured that could try: `pawl run --model …`, or "models" in the configuration'].join('; '), lacked: 'model' };
  const written = await fromModel({ ...input, improvement, hints: [...hints, ...promptLessons(lessons, opportunity)], previous });
  if (written.kind === 'patch') return { kind: 'patch', patch: asExperienceSays(written.patch, lessons) };
  const { reason, retryAt, isUnavailable, stumbles } = written;
  const again = retryAt ?? (isUnavailable === true ? now + UNAVAILABLE_MS : undefined);
  return { kind: 'abstained', reason: [...reasons, `model: ${reason}`].join('; '), ...(again === undefined ? {} : { retryAt: again }), ...(stumbles === undefined ? {} : { stumbles }) };
}

/** A model's confidence as experience with models on this target corrects it, its own word beside it. */
const asExperienceSays = (patch: Patch, lessons: readonly Lesson[]): Patch => {
  const confidence = calibrated(patch.confidence, fitConfidence(statedOutcomes(lessons, 'model')));
  return confidence === patch.confidence ? patch : { ...patch, confidence, statedConfidence: patch.confidence };
};
