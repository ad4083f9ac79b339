import type { Problem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** What went wrong, what can be done about it, and a way to try again. */
export const ProblemNote = ({ problem, retry }: { readonly problem: Problem; readonly retry?: () => void }) => (
  <div class="problem" role="alert">
    <strong><Icon name="cross" />{problem.title}</strong>
    <p>{problem.detail}</p>
    {retry ? <Button isSmall onClick={retry}><Icon name="refresh" />Try again</Button> : null}
  </div>
);
