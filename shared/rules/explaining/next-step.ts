import type { Opportunity, OpportunityKind } from '../../domain/opportunity.ts';
import type { AutonomyLevel, Target } from '../../domain/target.ts';
import { speaksOfCode } from '../scoring/can-be-remedied.ts';
import { canRemedy } from '../scoring/remediable.ts';

/** What a remedy of each kind does to the code; by the recipe that there is for it, or by whoever else writes it. */
const REMEDY: { readonly [Kind in OpportunityKind]?: string } = {
  'n-plus-one': 'asks for all of it in one call',
  'sequential-waits': 'lets the waits that need nothing from each other overlap',
  'redundant-calls': 'keeps what was read for a moment instead of asking again',
  'low-cache-hit-rate': 'keeps what was read for longer',
  timeout: 'gives the call that stalls a limit of its own',
  'recurring-exception': 'answers the case that the code does not expect',
  'error-spike': 'answers the case that the code does not expect',
  'super-linear-work': 'looks up by key what a loop searches for',
  'over-provisioned-memory': 'sets the memory to what is used, where your infrastructure writes the number',
};

const AUTONOMY = {
  observe: 'The target is set to observe: it stays a finding until a person takes it up.',
  propose: 'It stays on a branch with its report; the target lets nothing out by itself.',
  approve: 'Once it is tested, a person says yes before it meets any traffic.',
  autonomous: 'Once it is tested, it goes to a slice of the traffic and stays only if the numbers say so.',
} as const satisfies Record<AutonomyLevel, string>;

const LISTED = 'it is listed for people, and takes no slot';

/** Where no recipe is for its kind. */
const byModel = (evidence: Opportunity['evidence'], { autonomy }: Pick<Target, 'autonomy'>, hasModel: boolean | undefined): string => {
  if (!speaksOfCode(evidence)) return `Nothing here can write a remedy for this: what was measured says nothing of the code, so that ${LISTED}.`;
  if (autonomy.model === 'observe') return `No recipe is for this kind, and the target lets no model write one: ${LISTED}.`;
  if (hasModel === undefined) return `No recipe is for this kind: a model is asked, if one is configured. Without one ${LISTED}.`;
  return hasModel ? `No recipe is for this kind: a model is asked for a change. ${AUTONOMY[autonomy.model]}` : `No recipe is for this kind, and no model is configured (\`pawl run --model …\`): ${LISTED}.`;
};

/** What Pawl would do about an opportunity, and who decides. `hasModel`: whether a model is configured, where that is known. */
export const nextStep = ({ kind, priority, evidence }: Pick<Opportunity, 'kind' | 'priority' | 'evidence'>, target: Pick<Target, 'autonomy'>, { hasModel }: { readonly hasModel?: boolean | undefined } = {}): string => {
  const { autonomy } = target;
  if (!canRemedy(kind)) return byModel(evidence, target, hasModel);
  const what = REMEDY[kind];
  const remedy = `Pawl writes a change${what === undefined ? '' : ` that ${what}`}.`;
  if (kind === 'over-provisioned-memory' && autonomy.recipe !== 'observe') return `${remedy} It stays on a branch with its report: configuration is yours to merge and deploy, and that deployment is judged.`;
  const waits = priority === 'low' ? ' A score this low waits until its age lifts it.' : '';
  return `${remedy} ${AUTONOMY[autonomy.recipe]}${autonomy.recipe === 'observe' ? '' : waits}`;
};
