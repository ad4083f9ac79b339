import type { LearnedRule } from '../../domain/learned-rule.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import type { Patch } from '../../domain/remedy.ts';
import { showShare } from '../explaining/figures.ts';
import { changedModules } from './changed-modules.ts';
import { isHeldOut } from './holdout.ts';

/** Evidence that promises so many times what went wrong before is other evidence. */
const OTHER_EVIDENCE = 1.5;

export type ToldToModel = { readonly told: readonly LearnedRule[]; readonly heldOut: readonly LearnedRule[] };

/** What a model is told for an opportunity: hints always, rules but in the holdout; rules first, the latest first. */
export const toldToModel = (rules: readonly LearnedRule[], { kind }: Pick<Opportunity, 'kind'>, improvementId: string): ToldToModel => {
  const fitting = rules.filter(({ subject, state, opportunityKind }) => subject === 'model' && state !== 'withdrawn' && (opportunityKind === undefined || opportunityKind === kind));
  const heldOut = fitting.filter(({ id, state }) => state === 'rule' && isHeldOut(id, improvementId));
  const told = fitting.filter((rule) => !heldOut.includes(rule)).sort((a, b) => Number(b.state === 'rule') - Number(a.state === 'rule') || b.lastSeenAt - a.lastSeenAt);
  return { told, heldOut };
};

/** The rules by which a recipe's patch is not worth another try: it went wrong twice in these modules, on evidence as strong as this. */
export const rulesAgainst = (rules: readonly LearnedRule[], patch: Pick<Patch, 'author' | 'files'>, opportunity: Pick<Opportunity, 'gainPercent' | 'claimed'>): LearnedRule[] => {
  const changed = new Set(changedModules(patch.files));
  const gain = gainOf(opportunity);
  return rules.filter(({ state, subject, modules, strongestGain }) =>
    state === 'rule' && subject === `${patch.author.kind}:${patch.author.name}` && modules.every((path) => changed.has(path)) && !(gain > 0 && strongestGain > 0 && gain >= OTHER_EVIDENCE * strongestGain));
};

/** The gain (0–1) that the detector thought possible, uncorrected. */
export const gainOf = ({ gainPercent, claimed }: Pick<Opportunity, 'gainPercent' | 'claimed'>): number => (claimed?.gainPercent ?? gainPercent) / 100;

/** Why a recipe abstains, for people. */
export const refusalOf = ({ text, seen, id, strongestGain }: LearnedRule): string =>
  `${text.replace(/\.$/, '')}: ${seen} times here${strongestGain > 0 ? `, on evidence of up to ${showShare(strongestGain)}` : ''} (${id})`;

/** Rules about modules of which none is left. */
export const rulesOfGoneCode = (rules: readonly LearnedRule[], paths: { has(path: string): boolean }): LearnedRule[] =>
  rules.filter(({ state, modules }) => state !== 'withdrawn' && modules.length > 0 && modules.every((path) => !paths.has(path)));
