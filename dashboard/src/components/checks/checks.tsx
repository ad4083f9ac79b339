import type { ValidationReport } from '../../../../shared/domain/check.ts';
import { Badge } from '../badge.tsx';

const WORDS = { passed: ['good', 'check', 'Passed'], failed: ['bad', 'cross', 'Failed'], skipped: ['idle', 'minus', 'Skipped'] } as const;

/** What was checked of a remedy, and what was found. */
export const Checks = ({ report }: { readonly report: ValidationReport }) => (
  <ul class="stack tight">
    {report.checks.map(({ name, status, summary, findings }) => {
      const [tone, icon, word] = WORDS[status];
      return (
        <li key={name}>
          <div class="row"><Badge tone={tone} icon={icon}>{word}</Badge><strong>{name}</strong><span class="quiet">{summary}</span></div>
          {findings.map(({ message, advice }) => <p key={message} class="small">{message} {advice}</p>)}
        </li>
      );
    })}
  </ul>
);
