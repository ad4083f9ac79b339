import * as z from 'zod';
import { Explanation } from '../../domain/explanation.ts';
import { ImprovementRow } from '../../domain/views/improvement-row.ts';
import { improvementRow } from '../reads/improvement-row.ts';
import { commandRow } from './command-row.ts';
import { shortText } from './input-words.ts';

export const explainRow = commandRow({
  name: 'explain',
  kind: 'read',
  permission: 'read',
  title: 'Explain',
  summary: 'Why an opportunity is believed, or what an improvement is about: the series with what was expected, the calls, the place in the code, the score, and what would change the mind.',
  input: z.strictObject({ id: shortText(200).describe('id of an opportunity or an improvement, or the beginning of one') }),
  output: z.object({ explanation: Explanation, improvement: ImprovementRow.optional() }),
  example: {
    input: { id: 'opp-1' },
    output: {
      explanation: {
        version: 1, opportunityId: 'opp-1', targetId: 'orders', key: 'n-plus-one src/order-view.ts', kind: 'n-plus-one', title: 'One call per line of an order', headline: 'The median request makes 6 calls of one shape, one after the other.', analysedAt: 1_780_000_000_000,
        facts: [['Calls a request', '6 in the median']], samples: [], sites: [{ path: 'src/order-view.ts', line: 31, column: 28 }], believes: ['Seen in 6120 requests.'], next: 'A recipe can batch it.',
        score: { gainPercent: 58, affectedUsersPerHour: 4200, occurrencesPerDay: 24, severity: 'high', severityWeight: 1.5, confidence: 0.97, confidenceWeight: 0.97, risk: 'low', riskWeight: 1, score: 58_464, priority: 'critical' },
      },
    },
  },
  run: async ({ id }, dependencies, { sight }) => {
    // Loaded here: what is asked for mostly is something else, and starts quicker without the rules of detection.
    const { explain } = await import('../explain.ts');
    const explained = await explain({ ...dependencies, hasModel: dependencies.models.pool.length > 0 }, { id }, sight);
    if (!explained.ok) return explained;
    const { explanation, improvement } = explained;
    return { ok: true, value: { explanation, ...(improvement === undefined ? {} : { improvement: improvementRow(improvement) }) } };
  },
});
