import { useRead } from '../api/use-read.ts';

/** Chooses one target, or all. */
export const TargetFilter = ({ value, onChange }: { readonly value: string | undefined; readonly onChange: (targetId: string | undefined) => void }) => {
  const targets = useRead('list-targets', { limit: 200 });
  const ids = targets.value?.items.map(({ id }) => id) ?? [];
  const offered = value === undefined || ids.includes(value) ? ids : [value, ...ids];
  return (
    <label class="field"><span>Target</span>
      <select value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}>
        <option value="">all</option>
        {offered.map((id) => <option key={id} value={id}>{id}</option>)}
      </select>
    </label>
  );
};
