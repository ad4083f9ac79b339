import type { FileChange } from '../../../shared/domain/remedy.ts';
import type { Files } from '../../../shared/rules/gate/apply-patch.ts';
import { shownCode } from '../../../shared/rules/firewall/shown-code.ts';
import { parseAnswer, type ParsedAnswer } from './parse-answer.ts';

/**
 * The changes of an answer to code that was shown with its secrets held back: read against what was shown, then with the secrets where they were.
 * `shown`: paths that the model has seen; another existing file it cannot change.
 */
export function readAnswer(text: string, files: Files, shown: ReadonlySet<string>): ParsedAnswer {
  const views = new Map([...shown].flatMap((path) => {
    const own = files.get(path);
    return own === undefined ? [] : [[path, shownCode(own)] as const];
  }));
  const parsed = parseAnswer(text, new Map([...files, ...[...views].map(([path, view]) => [path, view.text] as const)]));
  if (!parsed.ok) return parsed;
  const problems: string[] = [];
  const restored = parsed.files.flatMap(({ path, after }): FileChange[] => {
    const before = files.get(path) ?? null;
    if (before !== null && !shown.has(path)) {
      problems.push(`${path}: you were not shown this file; change only what you have seen.`);
      return [];
    }
    const view = views.get(path) ?? shownCode('');
    const whole = after === null ? undefined : view.restore(after);
    if (whole?.ok === false) problems.push(`${path}: line ${whole.line} holds a mark like <secret 1> that was not there; lines with such marks stay where and as they are.`);
    return [{ path, before, after: whole?.ok === true ? whole.text : null }];
  });
  return problems.length > 0 ? { ok: false, problems } : { ...parsed, files: restored };
}
