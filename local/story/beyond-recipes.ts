import { startCycle } from '../../shared/commands/start-cycle.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import { howWritten } from '../../shared/rules/explaining/how-written.ts';
import { say, StoryError, until, type Stage } from './stage.ts';

/** Where the example's defect beyond recipes shows itself. */
const PLACE = 'src/printed-total.ts';
const ENDED: ReadonlySet<Improvement['state']> = new Set(['awaiting-approval', 'abstained', 'rejected', 'failed', 'superseded']);

const isAtPlace = ({ opportunity }: Improvement): boolean => opportunity?.evidence.kind === 'errors' && opportunity.evidence.sites.some(({ path }) => path === PLACE);

const outcomeOf = ({ id, state, title, reason, remedy }: Improvement, hasModel: boolean): string => {
  if (state !== 'awaiting-approval' || remedy === undefined) return hasModel ? `The model was asked, and there is no remedy of it: ${state}, ${reason ?? 'no reason given'}.` : `It abstains there: ${reason ?? 'no reason given'}.`;
  return `"${title}" (${howWritten(remedy)}) passed the gate and waits for a person: \`pawl approve ${id}\`.`;
};

/**
 * The defect that no recipe is for: found like the others; with a model, written by it, checked, and held for a person's yes; without one, left alone with
 * the reason. What a model makes of it is its own affair: the story tells it, whatever it is.
 */
export const beyondRecipes = async (stage: Stage): Promise<void> => {
  const { machine, commands, host } = stage;
  const hasModel = machine.config.models.pool.length > 0;
  const started = await startCycle(commands, { trigger: 'command', cause: `what no recipe is for at ${machine.clock.now()}`, maxImprovements: 9 });
  if (!started.ok) throw new StoryError(started.reason);
  const ended = await until(stage, `Nothing came of the failure in ${PLACE}`, hasModel ? 400 : 60, async () => {
    const { improvementIds } = await machine.cycles.get(started.cycleId);
    const improvements = await Promise.all(improvementIds.map((id) => machine.improvements.get(id)));
    return improvements.find((improvement) => isAtPlace(improvement) && ENDED.has(improvement.state));
  });
  say(host, outcomeOf(ended, hasModel), 'result');
};
