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

/** A cycle that did not take it up (not seen often enough yet, no slot free) is followed by another. */
const MOST_CYCLES = 5;
const CYCLE_SECONDS = 30;

/**
 * The defect that no recipe is for: found like the others; with a model, written by it, checked, and held for a person's yes; without one, left alone with
 * the reason. What a model makes of it is its own affair: the story tells it, whatever it is.
 */
export const beyondRecipes = async (stage: Stage): Promise<void> => {
  const { machine, host } = stage;
  const hasModel = machine.config.models.pool.length > 0;
  const id = await takenUp(stage, MOST_CYCLES);
  const ended = await until(stage, `Nothing came of the failure in ${PLACE}`, hasModel ? 600 : 90, async () => {
    const improvement = await machine.improvements.get(id);
    return ENDED.has(improvement.state) && improvement;
  });
  say(host, outcomeOf(ended, hasModel), 'result');
};

const takenUp = async (stage: Stage, cyclesLeft: number): Promise<string> => {
  const { machine, commands } = stage;
  const started = await startCycle(commands, { trigger: 'command', cause: `what no recipe is for at ${machine.clock.now()}`, maxImprovements: 9 });
  if (!started.ok) throw new StoryError(started.reason);
  const deadline = machine.clock.now() + CYCLE_SECONDS * 1000;
  const found = await until(stage, `The failure in ${PLACE} was not taken up`, CYCLE_SECONDS + 5, async () => {
    const improvements = await machine.improvements.list(50);
    return improvements.find(isAtPlace)?.id ?? (machine.clock.now() > deadline && cyclesLeft > 1 && ('again' as const));
  });
  return found === 'again' ? takenUp(stage, cyclesLeft - 1) : found;
};
