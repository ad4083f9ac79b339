import type { JSX } from 'preact';
import type { TargetView } from '../../../../shared/domain/views/target-view.ts';
import { percent } from '../../components/numbers.ts';

/** Which version gets how much of the traffic: `4`, or `4 and 10 % to 5`. */
export const RoutingLine = ({ routing: { version, additional } }: { readonly routing: TargetView['routing'] }): JSX.Element => (
  <span class="nowrap">version <span class="mono">{version}</span>{additional && <>, {percent(additional.weight)} to <span class="mono">{additional.version}</span></>}</span>
);
