import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import { Icon } from './icon.tsx';
import { stepsOf } from './steps-of.ts';

/** How far an improvement has come, on one line from queued to promoted; where it left the line, it says how. */
export const StepLine = ({ state, history }: { readonly state: ImprovementState; readonly history?: readonly { readonly state: ImprovementState }[] }) => (
  <ol class="line-steps" aria-label="Steps">
    {stepsOf(state, history?.map((entry) => entry.state)).map(({ name, place, tone, icon }) => (
      <li key={name} class={[place, tone].join(' ')} aria-current={place === 'here' ? 'step' : undefined}>
        <Icon name={icon} /><span>{name}</span>{place === 'done' ? <span class="unseen">, done</span> : place === 'skipped' ? <span class="unseen">, not needed</span> : null}
      </li>
    ))}
  </ol>
);
