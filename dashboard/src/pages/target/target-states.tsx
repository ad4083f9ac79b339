import type { JSX } from 'preact';
import type { TargetView } from '../../../../shared/domain/views/target-view.ts';
import { Badge } from '../../components/badge.tsx';
import { percent } from '../../components/numbers.ts';

/** What is out of the ordinary on a target: paused, not protected, a canary. Nothing when nothing is. */
export const TargetStates = ({ target: { pausedBy, notProtected, watching } }: { readonly target: TargetView }): JSX.Element | null =>
  pausedBy === undefined && notProtected === undefined && watching === undefined ? null : (
    <span class="row target-states">
      {pausedBy !== undefined && <Badge tone="wait" icon="pause">Paused by {pausedBy}</Badge>}
      {notProtected !== undefined && <Badge tone="bad" icon="cross">Not protected</Badge>}
      {watching && <Badge tone="busy" icon="play">Canary at {percent(watching.weight)}</Badge>}
    </span>
  );
