import type { Severity } from '../domain/opportunity.ts';

export type Notice = {
  readonly severity: Severity;
  readonly subject: string;
  readonly text: string;
  readonly targetId?: string;
  readonly improvementId?: string;
  /** Notices with the same key are sent once. */
  readonly key: string;
};

/** Tells people. A failure to tell never stops what is being told about. */
export interface Notifier {
  send(notice: Notice): Promise<void>;
}
