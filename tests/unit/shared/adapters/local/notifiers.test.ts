import { describe, expect, it } from 'vitest';
import { createRecordingHost } from '../../../../../local/terminal/recording-host.ts';
import { consoleNotifier } from '../../../../../shared/adapters/local/console-notifier.ts';
import type { Notice } from '../../../../../shared/ports/notifier.ts';

const NOTICE: Notice = { severity: 'high', subject: 'Rolled back', text: 'p95 doubled — ×2', targetId: 'orders', improvementId: 'imp-1', key: 'rolled back imp-1 ↩' };

describe('the console', () => {
  it('shows what is urgent as a warning, and each key once', async () => {
    const host = createRecordingHost();
    const notifier = consoleNotifier(host);
    await notifier.send(NOTICE);
    await notifier.send(NOTICE);
    await notifier.send({ ...NOTICE, severity: 'low', text: '', key: 'another' });
    expect(host.messages.map(({ level, text }) => [level, text])).toEqual([['warning', 'Rolled back\np95 doubled — ×2'], ['info', 'Rolled back']]);
  });
});
