import type { JSX } from 'preact';
import type { Estimate } from '../../../../shared/domain/outcome.ts';

/** A number with its 95 % interval under it; a dash where it was not measured. */
export const EstimateCell = ({ of, write }: { readonly of: Estimate | undefined; readonly write: (value: number) => string }): JSX.Element =>
  of === undefined ? <>–</> : <>{write(of.value)}<small class="interval-words quiet"><span class="unseen">, </span>{write(of.low)} to {write(of.high)}</small></>;
