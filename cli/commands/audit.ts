import { Command } from 'commander';
import { AuditLog } from '../../shared/store/audit-log.ts';
import { askPawl } from './ask-pawl.ts';

export const auditCommand = (): Command =>
  new Command('audit')
    .description('who did what, and whether the chain of records is whole')
    .argument('<target>')
    .action((targetId: string, _flags: object, command: Command) =>
      askPawl(command, undefined, async ({ machine }) => {
        const entries = await machine.audit.list((await machine.targets.get(targetId)).id);
        const broken = AuditLog.firstBroken(entries);
        if (broken) return { ok: false, reason: `Record ${broken.sequence} of ${targetId} is not what was written, or one before it is missing.` };
        const lines = entries.map(({ at, who, what, improvementId, reason }) => `${new Date(at).toISOString()}  ${who}  ${what}  ${improvementId ?? ''}  ${reason ?? ''}`.trimEnd());
        return { ok: true, text: [...lines, `${entries.length} records, the chain is whole.`].join('\n'), data: { entries } };
      }),
    );
