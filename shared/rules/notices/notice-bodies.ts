import type { NoticeAbout } from '../../domain/notice-channel.ts';
import type { Severity } from '../../domain/opportunity.ts';

/** A notice as it goes out. `id` is the same at each try of the same notice to the same channel. */
export type Outgoing = {
  readonly id: string;
  readonly at: number;
  readonly severity: Severity;
  readonly about: NoticeAbout;
  readonly subject: string;
  readonly text: string;
  readonly targetId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly improvementId?: string | undefined;
  readonly link?: string | undefined;
};

/** For programs. Fields are only ever added. */
export const webhookBody = ({ id, at, severity, about, subject, text, targetId, tenantId, improvementId, link }: Outgoing): string =>
  JSON.stringify({ source: 'pawl', version: 1, id, at: new Date(at).toISOString(), severity, about, subject, text, target_id: targetId, tenant_id: tenantId, improvement_id: improvementId, link });

/** Slack takes 3000 characters in one block of text. */
const MOST_TEXT = 2900;
const MOST_HEADING = 280;

const MARKS = { critical: ':rotating_light:', high: ':warning:', medium: ':eyes:', low: ':white_check_mark:' } as const satisfies Record<Severity, string>;

/** Characters that Slack would read as markup or as an address; text of ours and of others is text there. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Without what Slack makes of plain words by itself: addresses are no links, and nobody is called by a name that somebody wrote. */
const asItStands = (text: string) => ({ type: 'mrkdwn', text, verbatim: true }) as const;

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** One message with as few blocks as can be read at a glance: what, why, about what, and where to look. */
export const slackBody = ({ severity, subject, text, targetId, tenantId, improvementId, link }: Outgoing): string => {
  const heading = escaped(cut(subject.replaceAll(/\s+/g, ' ').trim(), MOST_HEADING)) || 'Pawl';
  const where = [severity, ...(targetId === undefined ? [] : [targetId]), ...(tenantId === undefined ? [] : [`tenant ${tenantId}`]), ...(improvementId === undefined ? [] : [improvementId])].map(escaped).join(' · ');
  const body = cut(escaped(text), MOST_TEXT).replace(/&[a-z]{0,4}…$/, '…');
  return JSON.stringify({
    text: `${MARKS[severity]} ${heading}`,
    unfurl_links: false,
    blocks: [
      { type: 'section', text: asItStands(`${MARKS[severity]} *${heading.replaceAll('*', '∗')}*`) },
      ...(body.trim() === '' ? [] : [{ type: 'section', text: asItStands(body) }]),
      { type: 'context', elements: [asItStands(link === undefined ? where : `${where} · <${link}|Look at it>`)] },
    ],
  });
};
