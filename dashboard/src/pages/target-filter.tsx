import { useId } from 'preact/hooks';
import { useRead } from '../api/use-read.ts';

/** Chooses one target, or all; where there are more than can be offered, its id is written. */
export const TargetFilter = ({ value, onChange }: { readonly value: string | undefined; readonly onChange: (targetId: string | undefined) => void }) => {
  const list = useId();
  const targets = useRead('list-targets', { limit: 200 });
  const ids = targets.value?.items.map(({ id }) => id) ?? [];
  const offered = value === undefined || ids.includes(value) ? ids : [value, ...ids];
  const options = offered.map((id) => <option key={id} value={id}>{id}</option>);
  const choose = (chosen: string): void => onChange(chosen === '' ? undefined : chosen);
  const name = <span>Target</span>;
  if (targets.value?.next === undefined) return <label class="field">{name}<select value={value ?? ''} onChange={(event) => choose(event.currentTarget.value)}><option value="">all</option>{options}</select></label>;
  return <><label class="field">{name}<input class="input" type="search" list={list} placeholder="all" value={value ?? ''} onChange={(event) => choose(event.currentTarget.value.trim())} /></label><datalist id={list}>{options}</datalist></>;
};
