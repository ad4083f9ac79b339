import type { JSX } from 'preact';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import { formatPercent } from '../../charts/format-measure.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Time } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';

/** What stands in the audit log about one improvement, oldest first. */
export const AuditTable = ({ audit, targetId }: { readonly audit: readonly AuditEntry[]; readonly targetId: string }): JSX.Element =>
  audit.length === 0
    ? <p class="quiet">Nothing stands in the audit log about it yet.</p>
    : (
      <div class="stack tight">
        <DataTable
          caption="Each entry holds the hash of the one before it" rows={audit} rowKey={({ targetId: chain, sequence }) => `${chain}-${sequence}`}
          columns={[
            { label: 'What', cell: ({ what }) => what },
            { label: 'When', cell: ({ at }) => <Time at={at} /> },
            { label: 'Who', cell: ({ who }) => who },
            { label: 'Why', cell: ({ reason, degradationPercentage, evidence }) => <>{[reason, degradationPercentage === undefined ? undefined : `degradation ${formatPercent(degradationPercentage)}`].filter((part) => part !== undefined).join(', ')}{evidence !== undefined && <small class="quiet audit-evidence">{evidence}</small>}</> },
            { label: 'Versions', cell: ({ previousVersion, newVersion }) => (previousVersion === undefined && newVersion === undefined ? '' : <span class="mono">{(previousVersion ?? '–').slice(0, 12)} → {(newVersion ?? '–').slice(0, 12)}</span>) },
            { label: 'Entry', cell: ({ sequence, hash }) => <span class="mono" title={hash}>{sequence} {hash.slice(0, 8)}</span>, isNumber: true },
          ]}
        />
        <p><a href={addressOf('audit', undefined, { target: targetId })}>The whole audit log of {targetId}</a></p>
      </div>
    );
