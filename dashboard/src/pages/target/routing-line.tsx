import type { JSX } from 'preact';
import type { TargetView } from '../../../../shared/domain/views/target-view.ts';
import { percent } from '../../components/numbers.ts';

/** Which version gets how much of the traffic: `4`, or `4 and 10 % to 5`. */
export const RoutingLine = ({ routing }: { readonly routing: TargetView['routing'] }): JSX.Element =>
  routing === undefined
    ? <span class="quiet">not reachable: nothing runs there</span>
    : <span><span class="nowrap">version <span class="mono">{routing.version}</span></span>{routing.additional && <>, <span class="nowrap">{percent(routing.additional.weight)} to <span class="mono">{routing.additional.version}</span></span></>}</span>;
