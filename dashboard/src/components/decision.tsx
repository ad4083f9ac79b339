import { useState } from 'preact/hooks';
import type { Approval } from '../../../shared/domain/improvement.ts';
import type { ApprovalStanding } from '../../../shared/domain/views/improvement-detail.ts';
import type { ImprovementRow } from '../../../shared/domain/views/improvement-row.ts';
import { useAct } from '../api/use-act.ts';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';
import { CopyableId } from './copyable-id.tsx';
import { Icon } from './icon.tsx';
import { counted, duration } from './numbers.ts';
import { ProblemNote } from './problem-note.tsx';
import { Since, Time, usePassed } from './time.tsx';

type Deciding = { readonly improvement: ImprovementRow; readonly awaits: ApprovalStanding; readonly approval?: Approval | undefined };

/** What the yes is needed for, who may give it, until when, and what exactly it is bound to. */
const Standing = ({ improvement: { proposedBy, author }, awaits: { needed, since, expiresAt, askedBy, approvers, digest } }: Deciding) => (
  <dl class="facts small">
    <dt>Needed because</dt><dd>{needed}</dd>
    <dt>Proposed by</dt><dd>{proposedBy}{author && author !== proposedBy && author !== `person:${proposedBy}` ? `, written by ${author}` : ''}</dd>
    {askedBy ? <><dt>Asked for by</dt><dd>{askedBy}</dd></> : null}
    <dt>Waiting</dt><dd>for <Since at={since} words={duration} /></dd>
    {expiresAt === undefined ? null : <><dt>Expires</dt><dd><Time at={expiresAt} /></dd></>}
    <dt>Who may</dt><dd>{approvers.length === 0 ? 'whoever may decide and did not propose it' : approvers.join(', ')}</dd>
    <dt>Bound to</dt><dd><CopyableId id={digest} label="digest of patch and report" /><br /><span class="quiet">this patch with this report: if either changes, a new yes is needed</span></dd>
  </dl>
);

/** Yes or no to what is shown beside it: bound to the digest that was shown when the page was opened, so nobody says yes to what they have not read. */
export const Decision = (props: Deciding) => {
  const { improvement, awaits, approval } = props;
  const [readDigest, setReadDigest] = useState(awaits.digest);
  const [reason, setReason] = useState('');
  const [isSystemWide, setSystemWide] = useState(false);
  const [wantsWhy, setWantsWhy] = useState(false);
  const yes = useAct('approve');
  const no = useAct('reject');
  const isExpired = usePassed(awaits.expiresAt);
  const isApproved = approval?.digest === awaits.digest;
  const hasChanged = readDigest !== awaits.digest;
  const isBusy = yes.isBusy || no.isBusy;
  const mayPress = awaits.may && !isExpired && !hasChanged;

  const approve = async (): Promise<void> => {
    const why = reason.trim();
    const result = await yes.send({ improvementId: improvement.id, digest: readDigest, systemWide: improvement.systemWide && isSystemWide, ...(why === '' ? {} : { reason: why }) });
    if (!result?.ok) return;
    const { approved, moreNeeded } = result.value;
    announce(approved ? `Approved: ${improvement.title}` : `Your yes is noted. ${counted(moreNeeded, 'other person has', 'other people have')} to say yes too.`);
  };
  const reject = async (): Promise<void> => {
    if (reason.trim() === '') {
      setWantsWhy(true);
      document.getElementById('decision-reason')?.focus();
      return;
    }
    const result = await no.send({ improvementId: improvement.id, reason: reason.trim() });
    if (result?.ok) announce(`Rejected: ${improvement.title}`);
  };

  const problem = yes.problem ?? no.problem;
  return (
    <section class="card calls stack" aria-labelledby="decision-title">
      <h2 id="decision-title" tabIndex={-1}>Your decision</h2>
      <Standing {...props} />
      {hasChanged ? (
        <div class="note wait stack tight" role="alert">
          <p><strong>What you read has changed.</strong> Patch or report is another one now. A yes to the old one would not count.</p>
          <div><Button isSmall onClick={() => setReadDigest(awaits.digest)}>I have read the new one</Button></div>
        </div>
      ) : null}
      {isApproved ? <p class="note good"><strong>Approved</strong> by {approval.by}, <Time at={approval.at} />. It goes on as soon as Pawl takes it up.</p> : null}
      {awaits.may || isApproved ? null : <p class="note"><strong>You may not decide this.</strong> {awaits.why ?? 'The policy leaves it to others.'}</p>}
      {isExpired ? <p class="note wait"><strong>It has expired.</strong> Nobody’s yes counts any more; it has to be asked for again.</p> : null}
      {awaits.may ? (
        <>
          {improvement.systemWide ? (
            <label class="tick"><input type="checkbox" checked={isSystemWide} onChange={(event) => setSystemWide(event.currentTarget.checked)} />
              <span><strong>I know that this is system-wide.</strong> It changes what more than one tenant is served.</span>
            </label>
          ) : null}
          <label class="field">
            <span>Reason</span>
            <span class="hint" id="decision-hint">For a yes if you like; a no needs one, and the next remedy is written with it in mind.</span>
            <textarea id="decision-reason" value={reason} maxLength={1000} aria-describedby="decision-hint" aria-invalid={wantsWhy && reason.trim() === ''} onInput={(event) => setReason(event.currentTarget.value)} />
          </label>
          {wantsWhy && reason.trim() === '' ? <p class="note bad small" role="alert">Say in a sentence why not.</p> : null}
          <div class="row">
            <Button kind="primary" isBusy={yes.isBusy} disabled={!mayPress || no.isBusy || (improvement.systemWide && !isSystemWide)} onClick={() => void approve()}><Icon name="check" />Approve</Button>
            <Button kind="danger" isBusy={no.isBusy} disabled={isBusy} onClick={() => void reject()}><Icon name="cross" />Reject</Button>
          </div>
          {improvement.origin === 'deployment' ? null : <p class="quiet small">After a yes it serves a small share of the traffic first, and stays only if the numbers say so. If they do not, what serves now gets all of it back by itself.</p>}
        </>
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </section>
  );
};
