import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { PriorityBadge, RiskBadge, StateBadge } from '../components/badge.tsx';
import { CopyableId } from '../components/copyable-id.tsx';
import { Explained } from '../components/explained/explained.tsx';
import { PageHead } from '../components/page-head.tsx';
import { Time } from '../components/time.tsx';
import { addressOf } from '../shell/route.ts';

/** Why one opportunity is believed, and what became of it. */
export const OpportunityPage = ({ id }: { readonly id: string }) => {
  const explained = useRead('explain', { id }, ({ type }) => type === 'cycle' || type === 'improvement');
  return (
    <>
      <PageHead title={explained.value?.explanation.title ?? 'Opportunity'} says={<a href={addressOf('opportunities')}>All opportunities</a>} />
      <Answer of={explained} lines={12}>
        {({ explanation, improvement }) => {
          const { score } = explanation;
          return (
            <div class="stack loose">
              <div class="row">
                <PriorityBadge priority={score.priority} /><RiskBadge risk={score.risk} />
                <a href={addressOf('targets', explanation.targetId)}>{explanation.targetId}</a>
                <span class="quiet small">looked at <Time at={explanation.analysedAt} /></span>
                <CopyableId id={explanation.opportunityId} />
              </div>
              {improvement ? <p class="card row"><StateBadge state={improvement.state} /><a href={addressOf('improvements', improvement.id)}>{improvement.title}</a></p> : null}
              <Explained explanation={explanation} />
            </div>
          );
        }}
      </Answer>
    </>
  );
};
