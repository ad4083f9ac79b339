import type { Problem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** What is refused for good: asking again would be answered the same. */
const LASTING: ReadonlySet<number> = new Set([403, 404, 422]);

/** What went wrong, what can be done about it, and a way to try again. */
export const ProblemNote = ({ problem, retry }: { readonly problem: Problem; readonly retry?: () => void }) => (
  <div class="problem" role="alert">
    <strong><Icon name="cross" />{problem.title}</strong>
    <p>{problem.detail}</p>
    {retry && !LASTING.has(problem.status) ? <Button isSmall onClick={retry}><Icon name="refresh" />Try again</Button> : null}
  </div>
);
