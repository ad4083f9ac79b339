import type { Notice } from '../../shared/ports/notifier.ts';
import type { CycleReport } from './cycle-report-schema.ts';
import { headline } from './page/headline.ts';

/** What people are told when a cycle has been reported. An amendment that changes what the cycle came to is a new notice, any other is not. */
export const cycleNotice = (report: CycleReport, place: string): Notice => ({
  severity: report.state === 'failed' ? 'high' : 'low',
  subject: `Pawl on ${report.target_ids.join(', ')}: ${headline(report)}`,
  text: [...report.improvements.map(({ status, title }) => `${status.replaceAll('_', ' ')}: ${title}`), ...(report.failure === null ? [] : [report.failure]), `Report: ${place}`].join('\n'),
  ...(report.target_ids.length === 1 && report.target_ids[0] !== undefined ? { targetId: report.target_ids[0] } : {}),
  key: `report ${report.cycle_id} ${report.state} ${report.improvements.map(({ improvement_id, status }) => `${improvement_id}=${status}`).join(' ')}`,
});
