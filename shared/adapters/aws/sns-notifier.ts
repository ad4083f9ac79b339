import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Instant } from '../../domain/instant.ts';
import type { Host } from '../../ports/host.ts';
import type { ItemStore } from '../../ports/item-store.ts';
import type { Notice, Notifier } from '../../ports/notifier.ts';
import { asAwsError } from './aws-error.ts';
import { noticeMarks, type NoticeClaim } from './sns-notice-marks.ts';
import { snsSubject } from './sns-subject.ts';

/** SNS takes 256 KB with attributes. */
const MOST_BYTES = 240_000;

export type SnsNotifierOptions = {
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly host: Pick<Host, 'notify'>;
  /** Where it is kept what was sent, so that other functions do not send it again. Without it, each function knows its own only. */
  readonly store?: ItemStore;
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly now?: () => Instant;
};

/**
 * Publishes each notice to a topic, once per key. Severity, target and improvement are message attributes, so that a subscription can filter by them.
 * When it cannot, the host is told (`PAWL-NOTICE-901`) and no error is thrown; the next notice with this key is tried again.
 */
export const snsNotifier = ({ client, topicArn, host, store, now = Date.now }: SnsNotifierOptions): Notifier => {
  const sent = new Set<string>();
  const marks = store && noticeMarks(store, now);
  const warn = (notice: Notice, error: unknown): void =>
    host.notify({ code: 'PAWL-NOTICE-901', level: 'warning', text: `The topic could not be told “${notice.subject}”: ${asAwsError(error, 'sns:Publish', topicArn).message}`, data: { key: notice.key } });

  /** A store that does not answer must not keep people from being told. */
  const claim = async (notice: Notice): Promise<NoticeClaim | 'unmarked' | undefined> => {
    if (marks === undefined) return 'unmarked';
    try {
      return await marks.claim(notice.key);
    } catch {
      return 'unmarked';
    }
  };

  return {
    async send(notice) {
      if (sent.has(notice.key)) return;
      sent.add(notice.key);
      const claimed = await claim(notice);
      if (claimed === undefined) return;
      try {
        await client.send(new PublishCommand({ TopicArn: topicArn, Subject: snsSubject(notice.subject), Message: messageOf(notice), MessageAttributes: attributesOf(notice) }));
        if (claimed !== 'unmarked') await claimed.sent().catch(() => undefined);
      } catch (error) {
        warn(notice, error);
        sent.delete(notice.key);
        if (claimed !== 'unmarked') await claimed.failed().catch(() => undefined);
      }
    },
  };
};

const messageOf = ({ subject, text, link }: Notice): string => {
  const message = Buffer.from([text === '' ? subject : `${subject}\n\n${text}`, ...(link === undefined ? [] : [link])].join('\n\n'));
  return message.length <= MOST_BYTES ? message.toString() : `${message.subarray(0, MOST_BYTES).toString().replace(/\uFFFD$/, '')}\n[cut short]`;
};

const attributesOf = ({ severity, targetId, improvementId }: Notice) =>
  Object.fromEntries(
    Object.entries({ severity, targetId, improvementId }).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, { DataType: 'String', StringValue: value }]])),
  );
