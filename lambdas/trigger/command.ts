import * as z from 'zod';
import { refused, type CommandDependencies, type CommandResult } from '../../shared/commands/dependencies.ts';
import { deploy } from '../../shared/commands/deploy.ts';
import type { ExplainDependencies } from '../../shared/commands/explain.ts';
import { pause, resume } from '../../shared/commands/pause.ts';
import { proposeChange } from '../../shared/commands/propose-change.ts';
import { readStatus } from '../../shared/commands/read-status.ts';
import { rollBackByPerson } from '../../shared/commands/roll-back.ts';
import { startCycle } from '../../shared/commands/start-cycle.ts';
import { Claim } from '../../shared/domain/claim.ts';

const text = z.string().min(1);
/** Who asks. Whoever may invoke this function says who they are; doors that know a caller bind it for them. */
const by = text;
const targetId = text;
const improvementId = text;
const reason = text;
/** The same id is the same request: sent twice, it is done once. */
const requestId = text.optional();

/** What people may ask for, as JSON: `{ "command": "approve", "by": "ada", "improvementId": "imp-…" }`. */
export const CommandRequest = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('start-cycle'), by, requestId, targetIds: z.array(targetId).min(1).optional(), tenantId: text.optional(), windowHours: z.number().positive().max(720).optional(),
    maxImprovements: z.number().int().positive().optional(), dryRun: z.boolean().optional(),
  }),
  z.strictObject({
    command: z.literal('propose'), by, targetId, tenantId: text.optional(), title: text, reason: text.optional(), claim: Claim.optional(),
    change: z.union([z.strictObject({ diff: text }), z.strictObject({ files: z.record(text, z.string().nullable()) })]),
  }),
  z.strictObject({ command: z.literal('approve'), by, improvementId, systemWide: z.boolean().default(false), reason: reason.optional() }),
  z.strictObject({ command: z.literal('reject'), by, improvementId, reason }),
  z.strictObject({ command: z.literal('roll-back'), by, improvementId, reason }),
  z.strictObject({ command: z.literal('deploy'), by, targetId, tenantId: text.optional(), ref: text, skipCanary: text.optional(), irreversible: text.optional() }),
  z.strictObject({ command: z.literal('pause'), by, targetId }),
  z.strictObject({ command: z.literal('resume'), by, targetId }),
  z.strictObject({ command: z.literal('status'), by: by.optional() }),
  /** Why an opportunity is believed (or what an improvement is about), by id or the beginning of one; without an id what can be explained. */
  z.strictObject({ command: z.literal('explain'), by: by.optional(), id: text.optional() }),
]);
export type CommandRequest = z.infer<typeof CommandRequest>;

/** Done, with what there is to tell; or why not, in a sentence that says what to do. */
export type CommandAnswer = CommandResult<Readonly<Record<string, unknown>>>;

type AllDependencies = CommandDependencies & ExplainDependencies;

/** One door for what people ask for on AWS. A refusal is an answer; an error is something unexpected. */
export const command = async (request: CommandRequest, dependencies: AllDependencies): Promise<CommandAnswer> => {
  if ('targetId' in request && !(await dependencies.targets.all()).some(({ id }) => id === request.targetId)) return refused(`There is no target "${request.targetId}". The command "status" lists them.`);
  return COMMANDS[request.command](withoutAbsent(request) as never, dependencies);
};

type Of<Name extends CommandRequest['command']> = Asked<Extract<CommandRequest, { command: Name }>>;

/** A request whose optional parts are absent where nothing was said, rather than `undefined`. */
type Asked<Request> = { [Part in keyof Request]: Exclude<Request[Part], undefined> };

const withoutAbsent = <Request extends object>(request: Request): Asked<Request> => Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as Asked<Request>;

const BY_PEOPLE = 'A yes or a no is a person\'s: say it on the page or through the API, which know who you are.';

const COMMANDS: { readonly [Name in CommandRequest['command']]: (request: Of<Name>, dependencies: AllDependencies) => Promise<CommandAnswer> } = {
  'start-cycle': ({ command: _, by: who, requestId: id, ...request }, dependencies) => startCycle(dependencies, { ...request, trigger: 'command', cause: `${who}: ${id ?? `at ${dependencies.clock.now()}`}` }),
  propose: ({ command: _, ...request }, dependencies) => proposeChange(dependencies, request),
  // Whoever may invoke this function says who they are: that proves no person.
  approve: async () => refused(BY_PEOPLE, 'forbidden'),
  reject: async () => refused(BY_PEOPLE, 'forbidden'),
  'roll-back': ({ command: _, ...request }, dependencies) => rollBackByPerson(dependencies, request),
  deploy: ({ command: _, ...request }, dependencies) => deploy(dependencies, request),
  pause: (request, dependencies) => pause(dependencies, request),
  resume: (request, dependencies) => resume(dependencies, request),
  status: async (_, dependencies) => ({ ok: true, ...(await readStatus(dependencies)) }),
  explain: async ({ id }, dependencies) => {
    // Loaded here: what is asked for mostly is something else, and starts quicker without the rules of detection.
    const { explain, listExplainable } = await import('../../shared/commands/explain.ts');
    return id === undefined ? { ok: true, opportunities: await listExplainable(dependencies) } : explain(dependencies, { id });
  },
};
