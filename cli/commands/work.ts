import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { approve } from '../../shared/commands/approve.ts';
import { deploy } from '../../shared/commands/deploy.ts';
import { pause, resume } from '../../shared/commands/pause.ts';
import { proposeChange } from '../../shared/commands/propose-change.ts';
import { reject } from '../../shared/commands/reject.ts';
import { removeTarget } from '../../shared/commands/remove-target.ts';
import { rollBackByPerson } from '../../shared/commands/roll-back.ts';
import { startCycle } from '../../shared/commands/start-cycle.ts';
import { Claim } from '../../shared/domain/claim.ts';
import { ensureGuard } from '../../local/machine/ensure-guard.ts';
import { provePerson } from '../../local/machine/prove-person.ts';
import { ringAlarm } from '../../local/machine/ring-alarm.ts';
import { positiveNumber } from '../number-option.ts';
import { askPawl } from './ask-pawl.ts';

const BY = ['--by <name>', 'who asks; this machine\'s user when left out'] as const;

/** `latency=0.3`, `failures=1` or `slow-requests=0.9@2000` (share, and for slow requests the threshold in ms). */
const parseClaim = (text: string): Claim => {
  const [on = '', rest = ''] = text.split('=');
  const [gain, threshold] = rest.split('@').map(Number);
  const claim = Claim.safeParse({ on, gain, ...(threshold === undefined ? {} : { thresholdMs: threshold }) });
  if (!claim.success) throw new InvalidArgumentError('Write it like latency=0.3, failures=0.9 or slow-requests=0.9@2000.');
  return claim.data;
};

type By = { readonly by?: string };

export const cycleCommand = (): Command =>
  new Command('cycle')
    .description('start a cycle now: analyse, improve what gets a slot, report')
    .option('--target <id...>', 'only these targets')
    .option('--tenant <id>', 'only the targets of this tenant')
    .option('--window <hours>', 'hours of telemetry to look at', positiveNumber)
    .option('--max <number>', 'most improvements to take up', positiveNumber)
    .option('--dry-run', 'list opportunities, take up nothing', false)
    .action((flags: { target?: string[]; tenant?: string; window?: number; max?: number; dryRun: boolean }, command: Command) =>
      askPawl(command, undefined, async ({ commands, by }) => {
        const started = await startCycle(commands, {
          trigger: 'command', cause: `${by} at ${commands.clock.now()}`, dryRun: flags.dryRun,
          ...(flags.target ? { targetIds: flags.target } : {}), ...(flags.tenant ? { tenantId: flags.tenant } : {}),
          ...(flags.window ? { windowHours: flags.window } : {}), ...(flags.max ? { maxImprovements: flags.max } : {}),
        });
        return started.ok ? { ok: true, text: `Cycle ${started.cycleId} is on its way.`, data: { cycleId: started.cycleId } } : started;
      }),
    );

export const proposeCommand = (): Command =>
  new Command('propose')
    .description('propose a patch: it goes through the same checks, canary and judge as any remedy')
    .argument('<target>', 'id of the target')
    .requiredOption('--patch <file>', 'unified diff against the commit that serves, paths relative to the service\'s folder')
    .option('--title <text>', 'one line that says what it does')
    .option('--tenant <id>', 'only for this tenant, behind its own alias')
    .option('--claim <claim>', 'what it should improve, like latency=0.3', parseClaim)
    .option(...BY)
    .action((target: string, flags: By & { patch: string; title?: string; claim?: Claim; tenant?: string }, command: Command) =>
      askPawl(command, flags.by, async ({ commands, by }) => {
        const proposed = await proposeChange(commands, { targetId: target, change: { diff: readFileSync(flags.patch, 'utf8') }, title: flags.title ?? `Patch of ${by}`, by, ...(flags.claim ? { claim: flags.claim } : {}), ...(flags.tenant ? { tenantId: flags.tenant } : {}) });
        return proposed.ok ? { ok: true, text: `Proposed as ${proposed.improvementId}.`, data: proposed } : proposed;
      }),
    );

export const deployCommand = (): Command =>
  new Command('deploy')
    .description('deploy a commit of your own: it is released like any improvement, judged, and kept or taken back')
    .argument('<ref>', 'commit, branch or tag')
    .option('--target <id>', 'which target, where there is more than one')
    .option('--tenant <id>', 'only for this tenant, behind its own alias')
    .option('--now <reason>', 'skip the canary; stands in the audit log')
    .option('--irreversible <reason>', 'why going back from it would do harm: an alarm leaves it then')
    .option(...BY)
    .action((ref: string, flags: By & { target?: string; now?: string; tenant?: string; irreversible?: string }, command: Command) =>
      askPawl(command, flags.by, async ({ machine, commands, by }) => {
        const targets = await machine.targets.all();
        const targetId = flags.target ?? (targets.length === 1 ? targets[0]?.id : undefined);
        if (targetId === undefined) return { ok: false, reason: `Say which with --target: ${targets.map(({ id }) => id).join(', ')}.` };
        const deployed = await deploy(commands, { targetId, ref, by, ...(flags.tenant ? { tenantId: flags.tenant } : {}), ...(flags.now === undefined ? {} : { skipCanary: flags.now }), ...(flags.irreversible === undefined ? {} : { irreversible: flags.irreversible }) });
        return deployed.ok ? { ok: true, text: `Deployment of ${deployed.commit.slice(0, 10)} is on its way as ${deployed.improvementId}.`, data: deployed } : deployed;
      }),
    );

export const approveCommand = (): Command =>
  new Command('approve')
    .description('say yes to what waits for a person')
    .argument('<improvement>')
    .option('--system-wide', 'names that it changes the target for every tenant', false)
    .option('--reason <text>')
    .option('--digest <digest>', 'of what you looked at; when it is another by now, the yes is not taken')
    .action((improvementId: string, flags: { systemWide: boolean; reason?: string; digest?: string }, command: Command) =>
      askPawl(command, undefined, async ({ machine, commands }) => {
        const person = await provePerson(machine);
        if (!person.ok) return person;
        const done = await approve(commands, { improvementId, caller: person.caller, systemWide: flags.systemWide, digest: flags.digest, reason: flags.reason });
        const { name } = person.caller;
        return done.ok ? { ok: true, text: done.approved ? `${improvementId} is approved by ${name}.` : `${name} said yes to ${improvementId}; ${done.moreNeeded} more needed.`, data: { improvementId, approved: done.approved, moreNeeded: done.moreNeeded } } : done;
      }),
    );

export const rejectCommand = (): Command =>
  new Command('reject')
    .description('say no before anything is exposed')
    .argument('<improvement>')
    .requiredOption('--reason <text>', 'why')
    .action((improvementId: string, flags: { reason: string }, command: Command) =>
      askPawl(command, undefined, async ({ machine, commands }) => {
        const person = await provePerson(machine);
        if (!person.ok) return person;
        const done = await reject(commands, { improvementId, caller: person.caller, reason: flags.reason });
        return done.ok ? { ok: true, text: `${improvementId} is rejected.`, data: { improvementId } } : done;
      }),
    );

export const rollbackCommand = (): Command =>
  new Command('rollback')
    .description('take back what is exposed, or revert what was promoted')
    .argument('<improvement>')
    .option('--reason <text>', 'why', 'asked for')
    .option(...BY)
    .action((improvementId: string, flags: By & { reason: string }, command: Command) =>
      askPawl(command, flags.by, async ({ machine, commands, by, configFile }) => {
        // Taking back has several steps; if this process dies between two of them, somebody has to finish.
        await ensureGuard(machine.folder, configFile);
        const done = await rollBackByPerson(commands, { improvementId, by, reason: flags.reason });
        return done.ok ? { ok: true, text: `${improvementId} is ${done.did}.`, data: done } : done;
      }),
    );

export const alarmCommand = (): Command =>
  new Command('alarm')
    .description('tell that an alarm rings: a critical one takes back what just changed, then looks for the fix')
    .argument('<target>')
    .argument('<name>', 'the alarm\'s name; its severity stands in the configuration, or follows from words like sev1')
    .option('--severity <severity>', 'critical, high, medium or low, where the configuration does not say')
    .action((targetId: string, name: string, flags: { severity?: string }, command: Command) =>
      askPawl(command, undefined, async ({ machine, commands, configFile }) => {
        await ensureGuard(machine.folder, configFile);
        return ringAlarm(machine, commands, { targetId, name, ...flags });
      }),
    );

export const pauseCommand = (): Command =>
  new Command('pause').description('start nothing new on a target; what is exposed is still watched').argument('<target>').option(...BY).action((targetId: string, flags: By, command: Command) =>
    askPawl(command, flags.by, async ({ commands, by }) => {
      const done = await pause(commands, { targetId, by });
      return done.ok ? { ok: true, text: `${targetId} is paused.`, data: { targetId } } : done;
    }),
  );

export const resumeCommand = (): Command =>
  new Command('resume').description('let a paused target be improved again').argument('<target>').option(...BY).action((targetId: string, flags: By, command: Command) =>
    askPawl(command, flags.by, async ({ commands, by }) => {
      const done = await resume(commands, { targetId, by });
      return done.ok ? { ok: true, text: `${targetId} goes on.`, data: { targetId } } : done;
    }),
  );

export const removeCommand = (): Command =>
  new Command('remove').description('take Pawl off a target and leave it whole').argument('<target>').option(...BY).action((targetId: string, flags: By, command: Command) =>
    askPawl(command, flags.by, async ({ commands, by }) => {
      const done = await removeTarget(commands, { targetId, by });
      return done.ok ? { ok: true, text: `${targetId} serves version ${done.version}; nothing of Pawl's is left on it. Take it out of the configuration when you like.`, data: done } : done;
    }),
  );
