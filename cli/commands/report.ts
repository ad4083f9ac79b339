import { Command } from 'commander';
import { reportKeys } from '../../lambdas/reporting/report.ts';
import { askPawl } from './ask-pawl.ts';

export const reportCommand = (): Command =>
  new Command('report')
    .description('where the report of a cycle is: the newest, or the one named')
    .argument('[cycle]')
    .action((cycleId: string | undefined, _flags: object, command: Command) =>
      askPawl(command, undefined, async ({ machine, json }) => {
        const cycle = cycleId === undefined ? (await machine.cycles.list(50)).find(({ reportKey }) => reportKey !== undefined) : await machine.cycles.find(cycleId);
        if (!cycle?.reportKey) return { ok: false, reason: cycleId === undefined ? 'There is no report yet: `pawl cycle` starts a cycle, which ends in one.' : `There is no report of ${cycleId}.` };
        const keys = reportKeys(cycle.id);
        const bytes = json ? await machine.blobs.get(keys.json) : undefined;
        return { ok: true, text: machine.blobs.locate(keys.html), data: { cycleId: cycle.id, html: machine.blobs.locate(keys.html), json: machine.blobs.locate(keys.json), ...(bytes ? { report: JSON.parse(new TextDecoder().decode(bytes)) as unknown } : {}) } };
      }),
    );
