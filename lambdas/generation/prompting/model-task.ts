import type { Opportunity, Risk } from '../../../shared/domain/opportunity.ts';
import type { FileChange } from '../../../shared/domain/remedy.ts';
import { greaterRisk, riskOf } from '../../../shared/rules/gate/risk.ts';
import type { ModelTask } from '../models/ask-model.ts';
import type { CodeContext } from './code-context.ts';

const HARD_KINDS: ReadonlySet<Opportunity['kind']> = new Set(['super-linear-work', 'latency-degradation', 'slow-regression', 'resource-exhaustion', 'throughput-drop']);
const FEW_FILES = 3;
const FEW_LINES = 250;
const MANY_FILES = 10;
const MANY_LINES = 900;
/** Who may do what: a mistake there is not made good by rolling back. */
const DELICATE = /(?:^|[/._-])(?:auth[nz]?|authoris\w*|authoriz\w*|authentic\w*|login|sessions?|passwords?|permissions?|roles?|acl|crypto\w*|tokens?|migrations?)(?=[/._-]|$)/i;

/** How hard the work is, by rule: what kind of problem it is, and how much code has to be understood. */
export function complexityOf({ kind }: Pick<Opportunity, 'kind'>, { files, at }: CodeContext): ModelTask['complexity'] {
  const code = files.filter(({ role }) => role === 'code');
  const lines = code.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  if (HARD_KINDS.has(kind) || code.length > MANY_FILES || lines > MANY_LINES) return 'high';
  return at.length <= FEW_FILES && lines <= FEW_LINES ? 'low' : 'medium';
}

/** How much a change here could harm, before it is written: the detector's word, and at least high where the frames lie in code about rights. */
export const riskBefore = ({ risk }: Pick<Opportunity, 'risk'>, { at }: CodeContext): Risk => greaterRisk(risk, at.slice(0, FEW_FILES).some((path) => DELICATE.test(path)) ? 'high' : 'low');

/** And once it is written: also what its author says of it, and what the gate will say by what it touches. */
export const riskOfChange = (before: Risk, stated: Risk | undefined, files: readonly FileChange[]): Risk => greaterRisk(greaterRisk(before, stated ?? 'low'), riskOf(files).risk);
