import type { Waiting } from '../../api/commands.ts';
import { useRead } from '../../api/use-read.ts';
import { Answer } from '../../components/answer.tsx';
import { RiskBadge, StateBadge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Checks } from '../../components/checks/checks.tsx';
import { Decision } from '../../components/decision.tsx';
import { Diff } from '../../components/diff/diff.tsx';
import { Empty } from '../../components/empty.tsx';
import { Explained } from '../../components/explained/explained.tsx';
import { Icon } from '../../components/icon.tsx';
import { counted, percent } from '../../components/numbers.ts';
import { PageHead } from '../../components/page-head.tsx';
import { addressOf } from '../../shell/route.ts';

const toDecision = (): void => {
  const decision = document.getElementById('decision-title');
  decision?.scrollIntoView({ block: 'start' });
  decision?.focus({ preventScroll: true });
};

/** One improvement that waits: what it changes, why, what was checked, and the decision beside it. */
export const ApprovalDetail = ({ id, others }: { readonly id: string; readonly others: readonly Waiting[] }) => {
  const detail = useRead('show-improvement', { improvementId: id }, (event) => event.improvementId === id);
  const next = others[0];
  return (
    <>
      <PageHead title={detail.value?.improvement.title ?? 'Approval'} says={<><a href={addressOf('approvals')}>All approvals</a>{next ? <>, {counted(others.length, 'other waits', 'others wait')}: <a href={addressOf('approvals', next.id)}>{next.title}</a></> : null}</>} />
      <Answer of={detail} lines={14}>
        {({ improvement, awaits, approval, diff, remedyReason, confidence, report, explanation }) => (
          <div class="decide">
            <div class="stack loose">
              <div class="row">
                <StateBadge state={improvement.state} />{improvement.risk ? <RiskBadge risk={improvement.risk} /> : null}
                <a href={addressOf('targets', improvement.targetId)}>{improvement.targetId}</a>{improvement.tenantId ? <span>for {improvement.tenantId}</span> : null}
                {improvement.systemWide ? <strong>system-wide</strong> : null}
                <a href={addressOf('improvements', id)}>Everything about it</a>
                {awaits ? <span class="to-decision"><Button isSmall onClick={toDecision}><Icon name="down" />To the decision</Button></span> : null}
              </div>
              {remedyReason || explanation ? (
                <section class="stack tight" aria-labelledby="why-title">
                  <h2 id="why-title">Why</h2>
                  {explanation ? <p>{explanation.headline}</p> : null}
                  {remedyReason ? <p class="quiet">{remedyReason}</p> : null}
                  {confidence === undefined ? null : <p class="quiet small">Its author is {percent(confidence)} sure.</p>}
                </section>
              ) : null}
              <section class="stack tight" aria-labelledby="diff-title">
                <h2 id="diff-title">What it changes</h2>
                {diff === '' ? <p class="quiet">There is no patch to show: it releases a commit of the owners.</p> : <Diff text={diff} />}
              </section>
              {report ? <section class="stack tight" aria-labelledby="checks-title"><h2 id="checks-title">What was checked</h2><Checks report={report} /></section> : null}
              {explanation ? <section class="stack tight" aria-labelledby="evidence-title"><h2 id="evidence-title">Evidence</h2><Explained explanation={explanation} /></section> : null}
            </div>
            <div class="beside stack">
              {awaits
                ? <Decision improvement={improvement} awaits={awaits} approval={approval} />
                : (
                  <Empty title="It no longer waits">
                    <p><StateBadge state={improvement.state} /></p>
                    <p><a href={addressOf('improvements', id)}>Watch what becomes of it</a></p>
                    {next ? <p><a class="button" href={addressOf('approvals', next.id)}>The next that waits</a></p> : null}
                  </Empty>
                )}
            </div>
          </div>
        )}
      </Answer>
    </>
  );
};
