import type { Opportunity, OpportunityKind } from '../../domain/opportunity.ts';
import type { AutonomyLevel, Target } from '../../domain/target.ts';
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
};

const AUTONOMY = {
  observe: 'The target is set to observe: it stays a finding until a person takes it up.',
  propose: 'It stays on a branch with its report; the target lets nothing out by itself.',
  approve: 'Once it is tested, a person says yes before it meets any traffic.',
  autonomous: 'Once it is tested, it goes to a slice of the traffic and stays only if the numbers say so.',
} as const satisfies Record<AutonomyLevel, string>;

/** What Pawl would do about an opportunity, and who decides. */
export const nextStep = ({ kind, priority }: Pick<Opportunity, 'kind' | 'priority'>, { autonomy }: Pick<Target, 'autonomy'>): string => {
  if (!canRemedy(kind)) return 'Nothing here can write a remedy for this kind but a model: without one it is listed for people, and takes no slot.';
  const what = REMEDY[kind];
  const remedy = `Pawl writes a change${what === undefined ? '' : ` that ${what}`}.`;
  const waits = priority === 'low' ? ' A score this low waits until its age lifts it.' : '';
  return `${remedy} ${AUTONOMY[autonomy.recipe]}${autonomy.recipe === 'observe' ? '' : waits}`;
};
