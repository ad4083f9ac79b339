import * as z from 'zod';
import { Cause } from '../../domain/cause.ts';
import { Instant } from '../../domain/instant.ts';
import { listLessons } from '../list-lessons.ts';
import { seenTargets } from '../reads/seen-targets.ts';
import { commandRow } from './command-row.ts';
import { targetId } from './input-words.ts';

const Trials = z.object({ improvements: z.number().int(), recurred: z.number().int() });

const Rule = z.object({
  id: z.string(), targetId: z.string(), subject: z.string(), cause: Cause, opportunityKind: z.string().optional(), modules: z.array(z.string()), state: z.enum(['hint', 'rule', 'withdrawn']),
  withdrawal: z.object({ why: z.enum(['holdout', 'unseen', 'code-gone']), at: Instant }).optional(),
  seen: z.number().int(), firstSeenAt: Instant, lastSeenAt: Instant, since: Instant.optional(), applied: Trials, heldOut: Trials, helps: z.number().optional(), strongestGain: z.number(), text: z.string(),
});

export const listLessonsRow = commandRow({
  name: 'list-lessons',
  kind: 'read',
  permission: 'read',
  title: 'Lessons',
  summary: 'What was learned from what became of earlier improvements: rules, hints and what was withdrawn, with how often each was met, applied and held out.',
  input: z.strictObject({ targetId: targetId.optional() }),
  output: z.object({ targets: z.array(z.object({ targetId: z.string(), outcomes: z.number().int().describe('lessons that were drawn there'), rules: z.array(Rule) })) }),
  example: { input: {}, output: { targets: [{ targetId: 'orders', outcomes: 3, rules: [] }] } },
  run: async ({ targetId: only }, dependencies, { sight }) => {
    // Lessons say what code and traffic were like: of a target that several share they are nobody's alone.
    const whole = (await seenTargets(dependencies.targets, sight)).filter((one) => one.whole).map(({ target }) => target);
    const shown = whole.filter(({ id }) => only === undefined || id === only);
    const listed = await listLessons({ ...dependencies, targets: { all: async () => shown } }, {});
    if (!listed.ok) return listed;
    return { ok: true, value: { targets: listed.targets.map(({ rules, ...rest }) => ({ ...rest, rules: rules.map((rule) => ({ ...rule, modules: [...rule.modules] })) })) } };
  },
});
