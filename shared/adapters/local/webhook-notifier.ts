import type { Host } from '../../ports/host.ts';
import type { Notice, Notifier } from '../../ports/notifier.ts';

export type WebhookOptions = { readonly url: string; readonly host: Pick<Host, 'notify'>; readonly timeoutMs?: number; readonly attempts?: number };

/** What is posted: `text` is what chat services show; the rest is for programs. */
const bodyOf = ({ severity, subject, text, targetId, improvementId, key }: Notice): string =>
  JSON.stringify({ text: text === '' ? subject : `${subject}\n${text}`, source: 'pawl', severity, subject, target_id: targetId, improvement_id: improvementId, key });

/**
 * Posts each notice as JSON to a URL. A notice that was delivered by this process is not sent again under the same key, and the key
 * goes along as `Idempotency-Key`. Tried `attempts` times (2), each `timeoutMs` (3000) long; then the host is told, and no error is thrown.
 */
export const webhookNotifier = ({ url, host, timeoutMs = 3000, attempts = 2 }: WebhookOptions): Notifier => {
  const delivered = new Set<string>();
  const post = async (notice: Notice): Promise<string | undefined> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': encodeURIComponent(notice.key) },
        body: bodyOf(notice),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `it answered ${response.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  return {
    async send(notice) {
      if (delivered.has(notice.key)) return;
      // Before it is: asked again meanwhile, it must not be sent twice.
      delivered.add(notice.key);
      let problem: string | undefined;
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        problem = await post(notice);
        if (problem === undefined) return;
      }
      delivered.delete(notice.key);
      host.notify({ code: 'PAWL-NOTICE-900', level: 'warning', text: `The webhook could not be told “${notice.subject}”: ${problem ?? 'unknown'}. Check its address in the settings.`, data: { key: notice.key } });
    },
  };
};
