import type { Host } from '../../ports/host.ts';
import type { Notice, Notifier } from '../../ports/notifier.ts';

/** Tells the person at the terminal. A notice with a key that was told before in this process is not told again. */
export const consoleNotifier = (host: Pick<Host, 'notify'>): Notifier => {
  const told = new Set<string>();
  return {
    send: ({ severity, subject, text, targetId, improvementId, key, link }: Notice) => {
      if (!told.has(key)) {
        told.add(key);
        const isUrgent = severity === 'critical' || severity === 'high';
        host.notify({ code: 'PAWL-NOTICE-001', level: isUrgent ? 'warning' : 'info', text: text === '' ? subject : `${subject}\n${text}`, data: { severity, targetId, improvementId, key, link } });
      }
      return Promise.resolve();
    },
  };
};
