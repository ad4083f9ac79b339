import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import { isHeldOut } from '../../shared/rules/lessons/holdout.ts';
import { learnedRules } from '../../shared/rules/lessons/learned-rules.ts';
import { refusalOf, rulesAgainst, rulesOfGoneCode, toldToModel } from '../../shared/rules/lessons/rules-at-work.ts';
import type { PromptLesson } from './prompting/prompt-lesson.ts';

export type RulesUsed = NonNullable<Improvement['learned']>;

export type LessonsAtWork = {
  /** For a model's prompt, rules first. */
  readonly hints: readonly PromptLesson[];
  /** Why a recipe's patch is not to be proposed here again; `undefined` when nothing speaks against it, or when it goes ahead to see whether the rule still helps. */
  readonly against: (patch: Patch) => string | undefined;
  /** What was applied and what was held out so far, with what an earlier attempt noted. */
  readonly used: () => RulesUsed;
};

export type LessonsInput = {
  readonly lessons: readonly Lesson[];
  readonly improvement: Pick<Improvement, 'id' | 'learned'>;
  readonly opportunity: Opportunity;
  readonly paths: { has(path: string): boolean };
  readonly now: Instant;
};

/** What earlier remedies on this target taught, for one improvement: the hints a model is told, and the patches that recipes keep back. Only what is written is concerned: gate and judge stay as they are. */
export function lessonsAtWork({ lessons, improvement, opportunity, paths, now }: LessonsInput): LessonsAtWork {
  const rules = learnedRules(lessons, now);
  const gone = new Set(rulesOfGoneCode(rules, paths).map(({ id }) => id));
  const present = rules.filter(({ id }) => !gone.has(id));
  const model = toldToModel(present, opportunity, improvement.id);
  const applied = new Set([...(improvement.learned?.applied ?? []), ...model.told.filter(({ state }) => state === 'rule').map(({ id }) => id)]);
  const heldOut = new Set([...(improvement.learned?.heldOut ?? []), ...model.heldOut.map(({ id }) => id)]);
  return {
    hints: model.told.map(({ id, text, state }) => ({ id, text, kind: state === 'rule' ? 'rule' : 'hint' })),
    against: (patch) => {
      const speaking = rulesAgainst(present, patch, opportunity);
      for (const { id } of speaking) (isHeldOut(id, improvement.id) ? heldOut : applied).add(id);
      const first = speaking.find(({ id }) => !isHeldOut(id, improvement.id));
      return first && refusalOf(first);
    },
    used: () => ({ applied: [...applied], heldOut: [...heldOut], gone: [...gone] }),
  };
}
