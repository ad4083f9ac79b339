import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';
import type { Executions, ExecutionStanding } from '../../shared/ports/executions.ts';

/** A runner of which a test says how executions stand, and that notes what it is asked; `breaks` names ids that it fails for. */
export const notingExecutions = (standings: Readonly<Record<string, ExecutionStanding['status']>> = {}, breaks: readonly string[] = []) => {
  const asked: string[] = [];
  const now = new Map<string, { status: ExecutionStanding['status']; restarts: number }>(Object.entries(standings).map(([id, status]) => [id, { status, restarts: 0 }]));
  const note = (what: string, id: string): { started: boolean } => {
    if (breaks.includes(id)) throw new Error(`${id} cannot be asked`);
    asked.push(`${what} ${id}`);
    return { started: true };
  };
  const begin = (what: string) => async (id: string) => {
    const last = now.get(id);
    now.set(id, { status: 'running', restarts: last && last.status !== 'none' ? last.restarts + 1 : 0 });
    return note(what, id);
  };
  const runner: CycleRunner & Executions = {
    startCycle: begin('cycle'),
    startImprovement: begin('start'),
    resume: async (id) => void note('resume', id),
    stop: async (id) => void note('stop', id),
    standing: async (_, id) => {
      const { status, restarts } = now.get(id) ?? { status: 'none', restarts: 0 };
      return status === 'broken' ? { status, name: id, restarts, reason: `${id} was stopped` } : { status, name: id, restarts };
    },
    giveUp: async (machine, id, reason) => begin(`give up ${machine} because ${reason}:`)(id),
  };
  return { runner, asked, set: (id: string, status: ExecutionStanding['status'], restarts = 0) => void now.set(id, { status, restarts }) };
};
