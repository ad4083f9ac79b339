import { useState } from 'preact/hooks';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { number } from '../components/numbers.ts';
import { PageHead } from '../components/page-head.tsx';
import { Pager, usePaged } from '../components/paged.tsx';
import { Time } from '../components/time.tsx';
import { addressOf } from '../shell/route.ts';
import { replaceAddress } from '../shell/use-route.ts';
import { TargetFilter } from './target-filter.tsx';

const Verified = ({ targetId }: { readonly targetId: string | undefined }) => {
  const verified = useRead('verify-audit', targetId === undefined ? {} : { targetId });
  return (
    <section class="card stack tight" aria-labelledby="verified-title" aria-live="polite">
      <h2 id="verified-title">Whether the log is whole</h2>
      <Answer of={verified} lines={2}>
        {({ chains }) => (
          <ul class="stack tight">
            {chains.map(({ chain, entries, whole, firstBroken }) => (
              <li key={chain} class="row">
                <Badge tone={whole ? 'good' : 'bad'} icon={whole ? 'check' : 'cross'}>{whole ? 'Whole' : 'Broken'}</Badge>
                <strong>{chain === '@pawl' ? 'Pawl' : chain}</strong><span class="quiet">{number(entries)} entries{firstBroken ? `; the first that is wrong is number ${firstBroken.sequence}: ${firstBroken.why}` : ''}</span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </section>
  );
};

const OUTCOMES = { asked: undefined, refused: 'refused', forbidden: 'forbidden', 'not-found': 'not found', off: 'switched off', failed: 'failed' } as const;

/** Who did what, when and why. */
export const AuditPage = ({ query }: { readonly query: Readonly<Record<string, string>> }) => {
  const targetId = query['target'];
  const [verifies, setVerifies] = useState(false);
  const paged = usePaged(targetId);
  const entries = useRead('list-audit', { limit: 50, after: paged.after, targetId }, () => paged.page === 1);
  const choose = (target: string | undefined): void => {
    setVerifies(false);
    replaceAddress(addressOf('audit', undefined, target ? { target } : {}));
  };
  return (
    <>
      <PageHead title="Audit" says="Every act, of people and of Pawl itself. Each entry seals the one before." actions={<Button onClick={() => setVerifies(true)}>Check that nothing is missing</Button>} />
      <div class="stack">
        <div class="filters"><TargetFilter value={targetId} onChange={choose} /></div>
        {verifies ? <Verified targetId={targetId} /> : null}
        <Answer of={entries} lines={12}>
          {({ items, next }) => (items.length === 0 && next === undefined
            ? <Empty title="Nothing has happened yet" />
            : (
              <div class="card flush">
                <DataTable caption="Newest first" rows={items} rowKey={({ targetId: chain, sequence }) => `${chain}/${sequence}`} columns={[
                  { label: 'What', cell: ({ what, reason, improvementId, previousVersion, newVersion, outcome }) => (
                    <>
                      {improvementId ? <a href={addressOf('improvements', improvementId)}>{what}</a> : what}
                      {outcome && OUTCOMES[outcome] ? <> <Badge tone="wait" icon="minus">{OUTCOMES[outcome]}</Badge></> : null}
                      {newVersion ? <span class="quiet small"> version {previousVersion ? `${previousVersion} → ` : ''}{newVersion}</span> : null}
                      {reason ? <p class="quiet small">{reason}</p> : null}
                    </>
                  ) },
                  { label: 'Who', cell: ({ who, door, kind }) => <>{who}{door ? <span class="quiet small"><br />{kind}, {door}</span> : null}</> },
                  { label: 'Where', cell: ({ targetId: chain }) => (chain === '@pawl' ? <span class="quiet">Pawl</span> : chain) },
                  { label: 'When', cell: ({ at }) => <Time at={at} /> },
                  { label: 'Number', isNumber: true, cell: ({ sequence }) => sequence },
                ]} />
                <Pager of={paged} next={next} />
              </div>
            ))}
        </Answer>
      </div>
    </>
  );
};
