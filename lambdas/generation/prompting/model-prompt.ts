import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import type { Target } from '../../../shared/domain/target.ts';
import type { ModelMessage } from '../../../shared/ports/model.ts';
import { fence } from '../../../shared/rules/firewall/fence.ts';
import { safeText } from '../../../shared/rules/firewall/safe-text.ts';
import { shownCode } from '../../../shared/rules/firewall/shown-code.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { codeContext, type CodeContext, type ShownFile } from './code-context.ts';
import { evidenceText } from './evidence-text.ts';
import { goals } from './goals.ts';
import type { PromptLesson } from './prompt-lesson.ts';
import { serviceOverview } from './service-overview.ts';
import { SYSTEM_PROMPT } from './system-prompt.ts';

export type PromptInput = {
  readonly opportunity: Opportunity;
  readonly target: Target;
  readonly program: TargetProgram;
  readonly lessons: readonly PromptLesson[];
  /** For the code that is shown. */
  readonly codeTokens?: number;
};

export type ModelPrompt = { readonly system: string; readonly messages: readonly ModelMessage[]; readonly context: CodeContext };

/** Enough for the handler, the functions on the way and what they name; a window of 16,000 tokens still has room for the answer. */
const CODE_TOKENS = 9000;
const MOST_LESSONS = 8;

/** The question to a model: who it is and what the rules are (`system`); then architecture, code, evidence, goals and lessons, and what is asked. Pure: the same input gives the same text. */
export function modelPrompt({ opportunity, target, program, lessons, codeTokens = CODE_TOKENS }: PromptInput): ModelPrompt {
  const context = codeContext(program, opportunity, target, { tokens: codeTokens });
  const text = [
    section('System architecture', fence('service (data)', serviceOverview(target, program.files))),
    section('Existing code', codeText(context)),
    section('Telemetry evidence', evidenceText(opportunity)),
    section('Goals', goals(opportunity)),
    ...(lessons.length === 0 ? [] : [section('Lessons of earlier changes', lessonsText(lessons))]),
    section('The task', `${TASK} The frames of the evidence, or the way in, are in: ${context.at.map((path) => `\`${path.replaceAll('`', '')}\``).join(', ')}.`),
  ].join('\n\n');
  return { system: SYSTEM_PROMPT, messages: [{ role: 'user', text }], context };
}

const TASK = 'Find the cause of what the telemetry shows in the code above, and write the smallest change that reaches the goals, with its tests. Answer in the form that you were told, or abstain.';

const section = (title: string, text: string): string => `## ${title}\n${text}`;

const codeText = ({ files, leftOut }: CodeContext): string =>
  [...files.map(fileText), ...(leftOut.length === 0 ? [] : [`Related, not shown for want of room: ${leftOut.slice(0, 20).map((path) => `\`${path.replaceAll('`', '')}\``).join(', ')}.`])].join('\n\n');

const fileText = ({ path, text, whole, role }: ShownFile): string => fence(`${path} (${role === 'test' ? 'test, ' : ''}${whole ? 'whole file' : 'in part: change it by a diff'})`, shownCode(text).text);

const lessonsText = (lessons: readonly PromptLesson[]): string =>
  fence('lessons (data)', [...lessons].sort((a, b) => Number(b.kind === 'rule') - Number(a.kind === 'rule')).slice(0, MOST_LESSONS).map(({ kind, text }) => `${kind}: ${safeText(text, { most: 300 }).text.replaceAll('\n', ' ')}`).join('\n'));
