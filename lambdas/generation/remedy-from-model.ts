import type { Cause } from '../../shared/domain/cause.ts';
import type { ValidationReport } from '../../shared/domain/check.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Audit, Patch, Workings } from '../../shared/domain/remedy.ts';
import type { SourceTree } from '../../shared/ports/source-repository.ts';
import { safeText } from '../../shared/rules/firewall/safe-text.ts';
import { ownChecks } from './answer/own-checks.ts';
import { readAnswer } from './answer/read-answer.ts';
import { isFailure } from './claim/is-failure.ts';
import { modelClaim } from './claim/model-claim.ts';
import type { Asked, AskModel, ModelQuestion, ModelTask } from './models/ask-model.ts';
import { complexityOf, riskBefore, riskOfChange } from './prompting/model-task.ts';
import { modelPrompt, type ModelPrompt } from './prompting/model-prompt.ts';
import type { PromptLesson } from './prompting/prompt-lesson.ts';
import { answerMessage, CUT_OFF, findingsMessage } from './prompting/repair-messages.ts';
import { distinct } from '../../shared/rules/lessons/causes.ts';
import { targetProgram, type TargetProgram } from './program/target-program.ts';
import type { RecipeInput } from './recipe.ts';

export type ModelInput = RecipeInput & {
  readonly improvement: Pick<Improvement, 'id' | 'cycleId' | 'tenantId'>;
  /** What earlier remedies taught, for the prompt. */
  readonly hints: readonly PromptLesson[];
  /** The patch that did not pass the gate, and why. */
  readonly previous?: { readonly patch: Patch; readonly report: ValidationReport } | undefined;
};

export type ModelResult =
  | { readonly kind: 'patch'; readonly patch: Patch }
  /** `stumbles`: what its answers got wrong. `retryAt`, `isUnavailable`: it is not the opportunity that is at fault; worth another try from then on, or when somebody answers again. */
  | { readonly kind: 'abstained'; readonly reason: string; readonly retryAt?: Instant; readonly isUnavailable?: true; readonly stumbles?: readonly Cause[] };

/** The review of a change by two models of two providers. */
export type AuditChange = (change: { readonly patch: Patch; readonly tree: SourceTree; readonly task: ModelTask }, ports: { readonly ask: AskModel }) => Promise<{ readonly verdict: 'passes' | 'blocks'; readonly audits: readonly Audit[]; readonly text: string; readonly resumeAt?: Instant }>;

export type ModelPorts = {
  readonly ask: AskModel;
  readonly audit: AuditChange;
  /** Whether there are models of two providers: without, work of high risk is not begun, since nothing could come of it. */
  readonly canAudit: boolean;
};

/** Findings go back at most this often for one improvement: those of the checks here and those of the gate together. */
export const MOST_REPAIRS = 2;
/** Sure of itself a model may be; certain it is not. */
const MOST_CONFIDENCE = 0.95;
const DEFAULT_CONFIDENCE = 0.5;
/** How a blocker begins that says nothing of the change: a reviewer whose answer could not be read. */
const UNREAD = 'Its review could not be read';
const NO_AUDITORS = 'this is of high risk, and such changes are reviewed by two models of two providers: there is only one; add a model of another provider';
const TOO_LONG_TO_SHOW = 'the code of the trouble is longer than what a model is shown';
const MOST_TITLE = 100;
const MOST_REASON = 1500;

/**
 * A remedy written by a model: asked with the code around the evidence, read tolerantly, checked quickly (scope, syntax, imports, powers, types, a test where
 * requests fail), reviewed by two other models where the risk is high. What is found goes back to it, `MOST_REPAIRS` times in all, also what the gate
 * found of an earlier answer. It may abstain; so does this when nothing passes, nobody answers, or a budget is spent. Throws for no answer whatever.
 */
export async function remedyFromModel(input: ModelInput, ports: ModelPorts): Promise<ModelResult> {
  const { opportunity, target, tree, previous } = input;
  const program = targetProgram(tree.files, input.dependencies);
  const prompt = modelPrompt({ opportunity, target, program, lessons: input.hints });
  const calls: Workings['calls'] = [...(previous?.patch.workings?.calls ?? [])];
  const ask = recording(ports.ask, calls);
  const stumbles: Cause[] = [];
  const risk = riskBefore(opportunity, prompt.context);
  const { at: [innermost], files } = prompt.context;
  if (innermost !== undefined && !files.some(({ path }) => path === innermost)) return { kind: 'abstained', reason: TOO_LONG_TO_SHOW };
  if (risk === 'high' && !ports.canAudit) return { kind: 'abstained', reason: NO_AUDITORS };
  const task = { complexity: complexityOf(opportunity, prompt.context), risk, improvementId: input.improvement.id, targetId: target.id, cycleId: input.improvement.cycleId, tenantId: input.improvement.tenantId };
  let repairs = calls.filter(({ purpose }) => purpose === 'repair').length;
  let problems = previous === undefined ? [] : gateFindings(previous.report);
  let messages = [...prompt.messages];
  if (previous !== undefined) messages.push(answerMessage(previous.patch), findingsMessage(problems));
  for (;;) {
    if (problems.length > 0) {
      if (repairs >= MOST_REPAIRS) return { kind: 'abstained', reason: `its answers did not pass: ${problems.slice(0, 3).map((problem) => safeText(problem, { most: 300 }).text).join(' ')}`, ...noted(stumbles) };
      repairs += 1;
    }
    const asked = await ask({ ...task, purpose: problems.length > 0 ? 'repair' : 'write' }, { system: prompt.system, messages });
    if (!asked.ok) return abstention(asked);
    if (asked.stop === 'refused') return { kind: 'abstained', reason: `${nameOf(asked)} would not answer` };
    const made = asked.stop === 'length' ? { problems: [CUT_OFF] } : await patchOf(asked, { input, program, prompt, calls, stumbles, task, ask, audit: ports.audit, canAudit: ports.canAudit });
    if ('patch' in made) return { kind: 'patch', patch: made.patch };
    if ('abstained' in made) return { kind: 'abstained', ...made.until, ...noted(stumbles), reason: `${nameOf(asked)}: ${made.abstained}` };
    ({ problems } = made);
    messages = [...prompt.messages, { role: 'assistant', text: asked.text.trim() === '' ? '(empty)' : asked.text }, findingsMessage(problems)];
  }
}

type Answered = Extract<Asked, { ok: true }>;
type Making = { readonly input: ModelInput; readonly program: TargetProgram; readonly prompt: ModelPrompt; readonly calls: Workings['calls']; readonly stumbles: Cause[]; readonly task: Omit<ModelTask, 'purpose'>; readonly ask: AskModel; readonly audit: AuditChange; readonly canAudit: boolean };

async function patchOf(asked: Answered, { input, program, prompt, calls, stumbles, task, ask, audit, canAudit }: Making): Promise<{ patch: Patch } | { abstained: string; until?: { retryAt: Instant } | { isUnavailable: true } } | { problems: string[] }> {
  const { opportunity, target, tree } = input;
  const shown = prompt.context.files.map(({ path }) => path);
  const parsed = readAnswer(asked.text, tree.files, new Set(shown));
  if (!parsed.ok) return { problems: [...parsed.problems] };
  if (parsed.abstained !== undefined) return { abstained: safeText(parsed.abstained, { most: 500 }).text };
  const author = { kind: 'model', name: nameOf(asked) } as const;
  const found = ownChecks({ files: parsed.files, author }, { target, program, skipped: tree.skipped, needsTest: isFailure(opportunity) });
  if (found.length > 0) {
    stumbles.push(...found.map(({ cause }) => cause));
    return { problems: found.map(({ text }) => text) };
  }
  const claim = modelClaim(input, author.name);
  const patch: Patch = {
    kind: 'patch', author, baseCommit: tree.commit, files: [...parsed.files],
    title: oneLine(parsed.title ?? `Repair: ${opportunity.title}`, MOST_TITLE),
    reason: `${oneLine(parsed.reason ?? 'The model gave no reason.', MOST_REASON)}\n\nMeasured: ${oneLine(opportunity.title, MOST_REASON)}.`,
    ...(claim === undefined ? {} : { claim }),
    confidence: Math.min(MOST_CONFIDENCE, parsed.confidence ?? DEFAULT_CONFIDENCE),
    risk: riskOfChange(task.risk, parsed.risk, parsed.files),
  };
  const workings = (audits: readonly Audit[]): Workings => ({ calls: [...calls], shown, lessons: input.hints.map(({ id }) => id), audits: [...audits], ...noted(stumbles) });
  if (patch.risk !== 'high') return { patch: { ...patch, workings: workings([]) } };
  if (!canAudit) return { abstained: NO_AUDITORS };
  const { verdict, audits, text, resumeAt } = await audit({ patch, tree, task: { ...task, purpose: 'audit', risk: 'high' } }, { ask });
  if (verdict === 'passes') return { patch: { ...patch, workings: workings(audits) } };
  if (resumeAt !== undefined) return { abstained: text, until: { retryAt: resumeAt } };
  const standing = audits.flatMap(({ issues }) => issues).filter(({ refutedBy, severity }) => refutedBy === undefined && severity !== 'minor');
  const mendable = standing.filter(({ message }) => !message.startsWith(UNREAD));
  if (mendable.length > 0) return { problems: mendable.map(({ path, line, message }) => `Review: ${path ?? ''}${line === undefined ? '' : `:${line}`} ${message}`) };
  return { abstained: text, ...(standing.length > 0 ? { until: { isUnavailable: true } } : {}) };
}

/** What answers got wrong, each kind once; nothing where there was nothing. */
const noted = (stumbles: readonly Cause[]): { stumbles?: Cause[] } => (stumbles.length === 0 ? {} : { stumbles: distinct(stumbles) });

const nameOf = ({ provider, model }: Answered): string => `${provider}/${model}`;

const oneLine = (text: string, most: number): string => safeText(text, { most }).text.replaceAll(/\s+/g, ' ').trim();

/** The gate's findings, each with its check and place. */
const gateFindings = ({ checks }: ValidationReport): string[] =>
  checks.filter(({ status }) => status === 'failed').flatMap(({ name, summary, findings }) => findings.length === 0 ? [`${name}: ${summary}`] : findings.map(({ message, advice, path, line }) => `${name}: ${path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}`}: `}${message} ${advice}`));

const abstention = ({ text, reason, resumeAt }: Extract<Asked, { ok: false }>): ModelResult => ({ kind: 'abstained', reason: text, ...(resumeAt === undefined ? {} : { retryAt: resumeAt }), ...(reason === 'unavailable' ? { isUnavailable: true } : {}) });

/** The same asking, each answer's cost noted for the patch's workings. */
const recording = (ask: AskModel, calls: Workings['calls']): AskModel => async (task, question) => {
  const asked = await ask(task, question);
  if (asked.ok) {
    const { model, provider, usage, microUsd, attempts } = asked;
    const inputTokens = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
    const note = [asked.note, cutQuestion(question, inputTokens)].filter((each) => each !== undefined).join(' ');
    calls.push({ purpose: task.purpose, model, provider, inputTokens, outputTokens: usage.outputTokens, microUsd, attempts, ...(note === '' ? {} : { note }) });
  }
  return asked;
};

/** No tokenizer makes so few tokens of a text: what it did not count it did not read. Some servers cut a question to their window without a word (Ollama: `num_ctx`). */
const MOST_CHARACTERS_PER_TOKEN = 10;

const cutQuestion = ({ system, messages }: ModelQuestion, inputTokens: number): string | undefined => {
  const characters = system.length + messages.reduce((sum, { text }) => sum + text.length, 0);
  return inputTokens > 0 && inputTokens * MOST_CHARACTERS_PER_TOKEN < characters ? `It read ${inputTokens} tokens of a question of ${characters} characters: give it a larger window.` : undefined;
};
