import type { NoticeAbout } from '../domain/notice-channel.ts';
import type { Severity } from '../domain/opportunity.ts';

export type Notice = {
  readonly severity: Severity;
  readonly subject: string;
  readonly text: string;
  /** What it is about, where the key does not say. */
  readonly about?: NoticeAbout;
  readonly targetId?: string;
  readonly tenantId?: string;
  readonly improvementId?: string;
  /** Notices with the same key are sent once. */
  readonly key: string;
  /** Where it can be looked at. */
  readonly link?: string;
};

/** Tells people. A failure to tell never stops what is being told about. */
export interface Notifier {
  send(notice: Notice): Promise<void>;
}
