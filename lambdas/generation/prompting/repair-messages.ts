import { createTwoFilesPatch } from 'diff';
import type { Patch } from '../../../shared/domain/remedy.ts';
import type { ModelMessage } from '../../../shared/ports/model.ts';
import { fence } from '../../../shared/rules/firewall/fence.ts';
import { safeText } from '../../../shared/rules/firewall/safe-text.ts';
import { shownCode } from '../../../shared/rules/firewall/shown-code.ts';

const MOST_FINDINGS = 20;
const MOST_FINDING = 500;

/** The question that sends findings of a check back. They quote code and tests' output: data, like everything else in a fence. */
export function findingsMessage(findings: readonly string[]): ModelMessage {
  const shown = findings.slice(0, MOST_FINDINGS).map((finding) => `- ${safeText(finding, { most: MOST_FINDING }).text.replaceAll('\n', '\n  ')}`);
  const more = findings.length > shown.length ? [`- and ${findings.length - shown.length} more`] : [];
  return {
    role: 'user',
    text: `Your answer did not pass. What was found:\n\n${fence('findings (data)', [...shown, ...more].join('\n'))}\n\nAnswer again in the same form, with all files of the change against the code as it was shown first, not against your last answer; or abstain if these findings show that no small change will do.`,
  };
}

/** An answer that was cut off. */
export const CUT_OFF = 'The answer was cut off before its end. Answer anew and shorter: changed files as unified diffs with only the changed lines and three lines of context; new tests as short as they can be.';

/** A patch as the answer that it was, for a conversation that is taken up again. Unified diffs: shorter, and the form is accepted. */
export function answerMessage({ title, reason, confidence, risk, files }: Pick<Patch, 'title' | 'reason' | 'confidence' | 'risk' | 'files'>): ModelMessage {
  const blocks = files.map(({ path, before, after }) =>
    before === null && after !== null
      ? fence(`ts:${path}`, shownCode(after).text)
      : fence('diff', shownCode(createTwoFilesPatch(`a/${path}`, after === null ? '/dev/null' : `b/${path}`, before ?? '', after ?? '', undefined, undefined, { context: 3 }).replace(/^=+\n/, '')).text));
  return { role: 'assistant', text: [`TITLE: ${title}`, `REASON: ${reason.replaceAll('\n', ' ')}`, `CONFIDENCE: ${confidence}`, `RISK: ${risk}`, '', ...blocks].join('\n') };
}
