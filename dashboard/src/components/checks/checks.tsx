import type { JSX } from 'preact';
import type { Check, ValidationReport } from '../../../../shared/domain/check.ts';
import { Badge } from '../badge.tsx';
import { counted, milliseconds, percent } from '../numbers.ts';
import './checks.css';

const WORDS = { passed: ['good', 'check', 'Passed'], failed: ['bad', 'cross', 'Failed'], skipped: ['idle', 'minus', 'Skipped'] } as const;

/** What each check asks, for who meets it the first time. */
const ASKS = {
  scope: 'Does it touch only what it may?', parse: 'Is it code at all?', imports: 'Does it use only what is installed?', secrets: 'Does it hold secrets?', security: 'Does it open a hole?',
  complexity: 'Is it still easy to read?', types: 'Do the types agree?', tests: 'Do the target’s own tests pass?', proof: 'Do its tests fail on the old code?', coverage: 'Are the changed lines tested?',
  behaviour: 'Does it answer recorded inputs as before?', package: 'Can it be built and loaded?',
} as const satisfies Record<Check['name'], string>;

const summaryOf = ({ checks, testsPassed, quality, coverageOfChangedLines, isolation }: ValidationReport): string => {
  const count = (status: Check['status']): number => checks.filter((check) => check.status === status).length;
  const parts = [`${counted(count('passed'), 'check')} passed`, ...(count('failed') > 0 ? [`${count('failed')} failed`] : []), ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []), `${counted(testsPassed, 'test')} passed`, `quality ${percent(quality)}`];
  if (coverageOfChangedLines !== undefined) parts.push(`${percent(coverageOfChangedLines)} of the changed lines are tested`);
  return `${parts.join(', ')}${isolation === 'none' ? '; run without a sandbox' : ''}.`;
};

/** What was checked of a remedy, in order of cost, and what was found. */
export const Checks = ({ report }: { readonly report: ValidationReport }): JSX.Element => (
  <div class="stack tight">
    <p class="quiet">{summaryOf(report)}</p>
    <table class="checks">
      <caption class="unseen">Checks</caption>
      <thead><tr><th scope="col">Check</th><th scope="col">Result</th><th scope="col">What was found</th><th scope="col" class="right">Took</th></tr></thead>
      <tbody>
        {report.checks.map(({ name, status, summary, findings, durationMs }) => {
          const [tone, icon, word] = WORDS[status];
          return (
            <tr key={name}>
              <th scope="row">{name}<small>{ASKS[name]}</small></th>
              <td><Badge tone={tone} icon={icon}>{word}</Badge></td>
              <td>
                {summary}
                {findings.length > 0 && (
                  <ul class="findings">
                    {findings.map(({ message, advice, path, line, rule }, index) => (
                      <li key={index}>{path !== undefined && <code>{path}{line !== undefined && `:${line}`}</code>} {message} <span class="quiet">{advice}{rule !== undefined && ` (${rule})`}</span></li>
                    ))}
                  </ul>
                )}
              </td>
              <td class="right">{milliseconds(durationMs)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  </div>
);
