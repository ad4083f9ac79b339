import type { Cause } from '../../domain/cause.ts';
import type { CheckName } from '../../domain/check.ts';

/** What to do about each check's findings. */
const ADVICE: Readonly<Record<CheckName, string>> = {
  scope: 'Stay within the files that may be changed, and change no dependency, permission, pipeline or existing test.',
  parse: 'Return whole files that parse.',
  imports: 'Import only what exists in the service or is installed already.',
  secrets: 'Write no credentials into code or tests.',
  security: 'Let nothing from outside reach a command, path, query, address or page unchecked.',
  complexity: 'Keep new functions simple, and do not add branches to complex ones.',
  types: 'Write what compiles under the tsconfig of the service.',
  tests: 'Keep what the existing tests check.',
  proof: 'Bring a test that fails on the old code and passes on the new one.',
  coverage: 'Cover the changed lines with tests.',
  behaviour: 'Keep the answers to recorded requests as they are.',
  package: 'Use only what can be bundled.',
};

const MEASURED: Readonly<Record<'failures' | 'latency' | 'claim', { readonly happened: string; readonly advice: string }>> = {
  failures: { happened: 'made more requests fail in real traffic', advice: 'Look for inputs and orders of events on which the new code fails.' },
  latency: { happened: 'made requests slower in real traffic', advice: 'Another approach is needed than the one that was tried.' },
  claim: { happened: 'did not show the gain that it claimed', advice: 'Look for a change that reaches more of the requests concerned.' },
};

/** One sentence of what happened and one of what to do, in our words; examples have passed the telemetry firewall when they were recorded. */
export const ruleText = (cause: Cause, { subject, opportunityKind, modules }: { readonly subject: string; readonly opportunityKind?: string | undefined; readonly modules: readonly string[] }): string => {
  const who = subject === 'model' ? 'A change by a model' : `What the recipe ${subject.replace(/^recipe:/, '')} writes`;
  const what = `${who}${opportunityKind === undefined ? '' : ` for ${opportunityKind}`}${modules.length === 0 ? '' : ` in ${modules.join(', ')}`}`;
  return `${what} ${said(cause)}`;
};

const said = (cause: Cause): string => {
  if (cause.from === 'gate') return `did not pass the check "${cause.check}"${cause.rule === undefined ? '' : ` (${cause.rule})`}. ${ADVICE[cause.check]}${cause.example === undefined ? '' : ` Found: ${cause.example}`}`;
  if (cause.from === 'quality') return 'passed every check, below the quality that is asked for. Keep it small, simple and tested.';
  if (cause.from === 'judge') return `${MEASURED[cause.measure].happened}. ${MEASURED[cause.measure].advice}`;
  if (cause.from === 'person') return `was turned down by a person${cause.words === undefined ? '.' : `: ${cause.words}`}`;
  return 'had to be taken back after it was promoted. Keep to what is certain on every path.';
};
