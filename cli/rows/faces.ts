import { readFileSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { approvalsText, auditPage, cyclesPage, improvementsPage, opportunitiesPage } from '../../local/terminal/answers/list-texts.ts';
import { improvementMessages } from '../../local/terminal/answers/improvement-messages.ts';
import { plainText } from '../../local/terminal/answers/plain-text.ts';
import { ledgerText } from '../../local/terminal/answers/ledger-text.ts';
import { statusText, targetDetailText, targetsPage } from '../../local/terminal/answers/status-text.ts';
import { Claim } from '../../shared/domain/claim.ts';
import { lessonsLines } from '../../shared/commands/list-lessons.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import type { RowFace } from './row-face.ts';

/** `latency=0.3`, `failures=1` or `slow-requests=0.9@2000` (share, and for slow requests the threshold in ms). */
const parseClaim = (text: string): Claim => {
  const [on = '', rest = ''] = text.split('=');
  const [gain, threshold] = rest.split('@').map(Number);
  const claim = Claim.safeParse({ on, gain, ...(threshold === undefined ? {} : { thresholdMs: threshold }) });
  if (!claim.success) throw new InvalidArgumentError('Write it like latency=0.3, failures=0.9 or slow-requests=0.9@2000.');
  return claim.data;
};

const readPatch = (path: unknown): string => {
  try {
    return readFileSync(String(path), 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(`The patch ${String(path)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const onlyTarget = async (targets: DoorDependencies['targets']): Promise<string> => {
  const ids = (await targets.all()).map(({ id }) => id);
  const [only, ...others] = ids;
  if (only === undefined || others.length > 0) throw new InvalidArgumentError(`Say which with --target: ${ids.join(', ')}.`);
  return only;
};

const onImprovement = { words: ['improvementId'] } as const;
const onTarget = { words: ['targetId'] } as const;

/** What of the command line does not follow from the rows: shorter names, words instead of options, files that are read, and how answers read. */
export const FACES: Readonly<Record<string, RowFace>> = {
  status: { shows: statusText },
  'list-targets': { aliases: ['targets'], shows: targetsPage },
  'show-target': { ...onTarget, shows: targetDetailText },
  // `--state` is where Pawl keeps its own.
  'list-improvements': { aliases: ['improvements'], names: { state: 'in-state' }, shows: improvementsPage },
  'show-improvement': { aliases: ['show'], ...onImprovement, shows: improvementMessages },
  'list-opportunities': { aliases: ['opportunities'], shows: opportunitiesPage },
  'list-approvals': { aliases: ['approvals'], shows: approvalsText },
  'list-cycles': { aliases: ['cycles'], shows: cyclesPage },
  'show-cycle': { words: ['cycleId'] },
  'list-lessons': { aliases: ['lessons'], names: { targetId: 'target' }, shows: ({ targets }: { targets: Parameters<typeof lessonsLines>[0] }) => lessonsLines(targets).join('\n') },
  'read-ledger': { aliases: ['ledger'], shows: ledgerText },
  'read-digest': { aliases: ['digest'], shows: ({ markdown }: { markdown: string }) => markdown },
  'read-settings': { aliases: ['settings'] },
  'read-report': { words: ['cycleId'], shows: ({ text }: { text: string }) => text },
  'list-audit': { words: ['targetId'], shows: auditPage },
  'verify-audit': { words: ['targetId'] },
  'create-credential': {
    words: ['name'], hidden: ['tenants'],
    extend: (command: Command) => void command.requiredOption('--tenants <tenant...>', 'whose targets it sees and touches; all: everybody\'s'),
    prepare: (input, { tenants }) => ({ ...input, tenants: Array.isArray(tenants) && tenants.length === 1 && tenants[0] === 'all' ? 'all' : tenants }),
    shows: ({ token }: { token: string }) => `${token}\nIt is shown this once. Show it in PAWL_TOKEN, on the page, or as \`Authorization: Bearer …\`.`,
  },
  'revoke-credential': { words: ['credentialId'] },
  'stop-everything': {
    shows: ({ takenBack, problems }: { takenBack: readonly string[]; problems: readonly unknown[] }) =>
      ['Everything is stopped: nothing new begins, and every canary goes back. `pawl go-on` ends it.', ...takenBack.map((id) => `  ${id} is taken back.`), ...(problems.length === 0 ? [] : [plainText(problems), 'The guard goes on trying.'])].join('\n'),
  },
  'go-on': { shows: () => 'Pawl goes on.' },
  'start-cycle': {
    aliases: ['cycle'], names: { targetIds: 'target', tenantId: 'tenant', windowHours: 'window', maxImprovements: 'max' },
    shows: ({ cycleId }: { cycleId: string }) => `Cycle ${cycleId} is on its way.`,
  },
  propose: {
    ...onTarget, names: { tenantId: 'tenant' }, hidden: ['change', 'claim', 'title'],
    extend: (command: Command) => void command
      .requiredOption('--patch <file>', 'unified diff against the commit that serves, paths relative to the service\'s folder')
      .option('--title <text>', 'one line that says what it does')
      .option('--claim <claim>', 'what it should improve, like latency=0.3', parseClaim),
    prepare: (input, { patch, title, claim }) => ({ ...input, change: { diff: readPatch(patch) }, title: title ?? `Patch ${String(patch)}`, ...(claim === undefined ? {} : { claim }) }),
    shows: ({ improvementId }: { improvementId: string }) => `Proposed as ${improvementId}.`,
  },
  'ask-approval': { ...onImprovement },
  approve: { ...onImprovement, shows: ({ improvementId, approved, moreNeeded }: { improvementId: string; approved: boolean; moreNeeded: number }) => (approved ? `${improvementId} is approved.` : `Your yes to ${improvementId} is noted; ${moreNeeded} more needed.`) },
  reject: { ...onImprovement, shows: ({ improvementId }: { improvementId: string }) => `${improvementId} is rejected.` },
  deploy: {
    words: ['ref'], names: { tenantId: 'tenant', skipCanary: 'now' }, hidden: ['targetId'],
    extend: (command: Command) => void command.option('--target <id>', 'which target, where there is more than one'),
    prepare: async (input, { target }, { targets }) => ({ ...input, targetId: target ?? (await onlyTarget(targets)) }),
    shows: ({ commit, improvementId }: { commit: string; improvementId: string }) => `Deployment of ${commit.slice(0, 10)} is on its way as ${improvementId}.`,
  },
  'roll-back': { aliases: ['rollback'], ...onImprovement, optional: ['reason'], prepare: (input) => ({ reason: 'asked for', ...input }), shows: ({ did }: { did: string }, _, { improvementId }) => `${String(improvementId)} is ${did}.` },
  pause: { ...onTarget, shows: (_, __, { targetId }) => `${String(targetId)} is paused.` },
  resume: { ...onTarget, shows: (_, __, { targetId }) => `${String(targetId)} goes on.` },
  'remove-target': { aliases: ['remove'], ...onTarget, shows: ({ version }: { version: string }, _, { targetId }) => `${String(targetId)} serves version ${version}; nothing of Pawl's is left on it. Take it out of the configuration when you like.` },
  'ring-alarm': { aliases: ['alarm'], words: ['targetId', 'name'], shows: ({ text }: { text: string }) => text },
  'set-flag': { words: ['flag', 'on'], shows: ({ inForce }: { inForce: boolean }, _, { flag }) => `${String(flag)} is ${inForce ? 'on' : 'off'}.` },
};
