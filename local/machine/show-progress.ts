import * as z from 'zod';
import { unifiedDiff } from '../../shared/rules/gate/unified-diff.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import { howWritten } from '../../shared/rules/explaining/how-written.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Host, Message } from '../../shared/ports/host.ts';
import { liveMessage } from '../terminal/live-message.ts';
import type { Machine } from './machine.ts';

/** JSON as a message carries it: a stored value without what it does not have. */
const plain = (value: unknown): NonNullable<Message['data']>[string] => JSON.parse(JSON.stringify(value)) as NonNullable<Message['data']>[string];

/** What an analysis told on the bus. */
const Analysed = z.object({
  opportunities: z.array(z.string()).catch([]),
  improvements: z.array(z.string()).catch([]),
  heldBack: z.array(z.object({ title: z.string(), reason: z.string() })).catch([]),
});
type Analysed = z.infer<typeof Analysed>;

const MOST_HELD_BACK = 3;

/** What an analysis found, what of it was taken up, and what is known and held back, with the reason: three different things. */
export const opportunitiesMessage = (rows: readonly Opportunity[], { improvements, heldBack }: Pick<Analysed, 'improvements' | 'heldBack'>): Message => {
  const found = rows.length === 0 ? '' : `${rows.length === 1 ? 'One opportunity' : `${rows.length} opportunities`}, best first${improvements.length === 0 ? '; none is taken up now: nothing here can write a remedy for it, the target is paused, or no slot is free' : ''}:`;
  const held = heldBack.slice(0, MOST_HELD_BACK).map(({ title, reason }) => `${title} (${reason})`);
  const more = heldBack.length > held.length ? `, and ${heldBack.length - held.length} more` : '';
  const known = held.length === 0 ? '' : `${rows.length === 0 ? 'Nothing new to improve was found. ' : ''}Held back: ${held.join('; ')}${more}.`;
  return {
    code: 'PAWL-OPPS-001',
    level: 'info',
    text: [known, found].filter((part) => part !== '').join(' ') || 'Nothing to improve was found.',
    data: { rows: plain(rows.map(({ evidence: _, ...row }) => row)), heldBack: plain(heldBack) },
  };
};

export const diffMessage = ({ id, title, remedy }: Improvement): Message => ({
  code: 'PAWL-DIFF-001',
  level: 'info',
  text: `${title} (${id}, written by ${remedy ? howWritten(remedy) : 'nobody'})`,
  data: { improvementId: id, diff: remedy ? unifiedDiff(remedy.files) : '', claim: plain(remedy?.claim ?? null) },
});

export const checksMessage = ({ id, report }: Improvement): Message => ({
  code: 'PAWL-CHECKS-001',
  level: report?.passed ? 'result' : 'warning',
  text: report?.passed
    ? `All checks passed: ${report.testsPassed} tests, ${Math.round((report.coverageOfChangedLines ?? 0) * 100)} % of the changed lines covered, ${report.isolation === 'sandbox' ? 'in the sandbox' : 'WITHOUT a sandbox'}, quality ${report.quality.toFixed(2)}.`
    : 'The checks stop it:',
  data: { improvementId: id, checks: plain(report?.checks ?? []) },
});

/** Shows on a host what happens on the bus: what was found, each remedy with its checks, both versions' numbers as they are judged. */
export const showProgress = (machine: Machine, host: Host): { shown: (improvementId: string) => Promise<void>; stop: () => void } => {
  const seen = new Map<string, Set<string>>();
  const once = (id: string, what: string, show: () => void): void => {
    const known = seen.get(id) ?? new Set();
    if (!known.has(what)) show();
    seen.set(id, known.add(what));
  };
  const stop = machine.bus.subscribe((event) => {
    const live = liveMessage(event);
    if (live) host.notify({ ...live, data: { ...live.data, improvementId: event.detail['improvementId'] } });
    if (event.type === 'cycle.analysed') void showAnalysis(event.detail).catch(() => {});
  });
  const showAnalysis = async (detail: { readonly [key: string]: unknown }): Promise<void> => {
    const analysed = Analysed.parse(detail);
    const ids = new Set(analysed.opportunities);
    const found = (await Promise.all(machine.config.targets.map(({ id }) => machine.opportunities.list(id)))).flat().filter(({ id }) => ids.has(id));
    host.notify(opportunitiesMessage(found.sort((a, b) => b.impactScore - a.impactScore), analysed));
  };
  return {
    stop,
    /** Called when an improvement may have changed: shows what is new about it, once. */
    shown: async (improvementId) => {
      const improvement = await machine.improvements.find(improvementId);
      if (!improvement) return;
      const { state, remedy, report, title } = improvement;
      if (remedy) once(improvementId, `diff ${remedy.baseCommit}`, () => host.notify(diffMessage(improvement)));
      if (report) once(improvementId, `checks ${report.digest}`, () => host.notify(checksMessage(improvement)));
      once(improvementId, state, () => {
        const said = sentenceFor(improvement);
        if (said) host.notify({ code: `PAWL-IMPROVEMENT-${state}`, level: said.level, text: `${title}: ${said.text}`, data: { improvementId, state } });
      });
    },
  };
};

const sentenceFor = ({ id, state, reason, ending, unproven }: Improvement): { level: Message['level']; text: string } | undefined => {
  switch (state) {
    case 'awaiting-approval':
      return { level: 'result', text: `waits for a yes. ${reason ?? ''} \`pawl approve ${id}\` or \`pawl reject ${id}\`.` };
    case 'promoted':
      return { level: 'result', text: unproven ? 'kept, but unproven.' : 'promoted.' };
    case 'rolled-back':
    case 'inconclusive':
    case 'superseded':
      return { level: 'result', text: `${state}. ${ending?.reason ?? reason ?? ''}` };
    case 'reverted':
    case 'rejected':
    case 'failed':
    case 'abstained':
      return { level: 'warning', text: `${state}. ${reason ?? ''}` };
    default:
      return undefined;
  }
};
