import { createHash } from 'node:crypto';
import { PAWL_CHAIN, type AuditEntry } from '../domain/audit.ts';
import type { Caller } from '../domain/caller.ts';
import type { AuditFacts } from '../store/audit-log.ts';
import type { CommandResult } from './dependencies.ts';
import type { CommandRow } from './table/command-row.ts';
import type { DoorDependencies } from './table/door-dependencies.ts';

type Asked = { readonly caller: Caller; readonly requestId?: string | undefined; readonly input: unknown };
type Input = Readonly<Record<string, unknown>>;
type Outcome = NonNullable<AuditEntry['outcome']>;

export type Noting = {
  /** The caller may not, or sees nothing of this name. */
  readonly notLetThrough: (outcome: Outcome, reason: string) => Promise<void>;
  /** Notes what was asked, does it, and notes when it came to nothing. Nothing is done that could not be noted, but for what takes something back. */
  readonly around: <Value extends object>(input: Input, run: () => Promise<CommandResult<Value>>) => Promise<CommandResult<Value>>;
};

/** What only brings back what served before is not kept from it by a log that is crowded. What comes of it stands there in the same write all the same. */
const GOES_BACK: ReadonlySet<string> = new Set(['roll-back', 'stop-everything']);

/** What the audit log is told of a command, whichever it is. Reads are not noted. */
export const noting = (row: Pick<CommandRow, 'name' | 'kind'>, asked: Asked, { audit, improvements, clock }: Pick<DoorDependencies, 'audit' | 'improvements' | 'clock'>): Noting => {
  if (row.kind === 'read') return { notLetThrough: async () => {}, around: async (_, run) => run() };
  const { caller, requestId } = asked;
  const note = async (targetId: string, outcome: Outcome, facts: Partial<AuditFacts>): Promise<void> =>
    audit.append(
      { targetId, at: clock.now(), who: caller.name, what: row.name, ...facts, outcome, door: caller.door, kind: caller.kind, ...(requestId === undefined ? {} : { requestId }) },
      requestId === undefined ? undefined : onceOf(row.name, outcome, asked, dayOf(clock.now())),
    );
  return {
    // What was named may be anybody's, or nothing: it does not come into the log of a target.
    notLetThrough: (outcome, reason) => note(PAWL_CHAIN, outcome, { reason, evidence: digestOf(asked.input) }),
    around: async <Value extends object>(input: Input, run: () => Promise<CommandResult<Value>>) => {
      const improvementId = textAt(input, 'improvementId');
      const targetId = textAt(input, 'targetId') ?? (improvementId === undefined ? undefined : (await improvements.find(improvementId))?.targetId) ?? PAWL_CHAIN;
      const about = improvementId === undefined ? {} : { improvementId };
      const why = textAt(input, 'reason');
      await note(targetId, 'asked', { ...about, ...(why === undefined ? {} : { reason: why }), evidence: evidenceOf(input) }).catch((error: unknown) => {
        if (!GOES_BACK.has(row.name)) throw error;
      });
      let result: CommandResult<Value>;
      try {
        result = await run();
      } catch (error) {
        await note(targetId, 'failed', { ...about, reason: error instanceof Error ? error.name : 'Error' });
        throw error;
      }
      if (!result.ok) await note(targetId, result.kind === 'off' ? 'off' : result.kind === 'forbidden' || result.kind === 'not-found' ? result.kind : 'refused', { ...about, reason: result.reason });
      return result;
    },
  };
};

/**
 * The same request, told twice, is one. Its id is the client's word, so whoever uses one again asks for nothing unseen: another caller, another input or
 * another day is another entry.
 */
const onceOf = (name: string, outcome: Outcome, { caller, requestId, input }: Asked, day: string): string =>
  `command#${name}#${outcome}#${createHash('sha256').update(JSON.stringify([caller.name, caller.kind, caller.door, caller.tenants, requestId, digestOf(input), day])).digest('hex')}`;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const textAt = (input: Input, field: string): string | undefined => {
  const value = input[field];
  return typeof value === 'string' ? value : undefined;
};

const LONGEST_WORD = 200;
/** They have places of their own. */
const SAID = new Set(['reason', 'improvementId', 'targetId']);

/** What was said in a word (never a patch), and a digest of all of it. */
const evidenceOf = (input: Input): string => {
  const words = Object.entries(input).flatMap(([name, value]) => (SAID.has(name) || !['string', 'number', 'boolean'].includes(typeof value) || String(value).length > LONGEST_WORD ? [] : [`${name}=${String(value)}`]));
  return [...words, digestOf(input)].join(' ');
};

const MOST_BYTES = 1_000_000;

/** SHA-256 of the input as JSON; of what is as large as this, only that it is. */
const digestOf = (input: unknown): string => {
  const text = JSON.stringify(input) ?? '';
  return text.length > MOST_BYTES ? `sha256:too-large(${text.length})` : `sha256:${createHash('sha256').update(text).digest('hex')}`;
};
