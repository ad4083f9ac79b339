import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import { isFailure } from '../claim/is-failure.ts';

/** What the change is to reach: the four goals of the requirements, the first by what was found. */
export function goals(opportunity: Opportunity): string {
  const gain = Math.max(1, Math.round(opportunity.gainPercent));
  const first = isFailure(opportunity)
    ? 'Requests that fail so must get a right answer, or the right refusal. Do not hide the failure: no empty catch, no made-up result. Everything else answers as before.'
    : FIRST[opportunity.kind] ?? `Reduce latency by ${gain} % for the requests concerned, by doing less or waiting less, not by answering less.`;
  return [
    `- ${first.replace('{gain}', String(gain))}`,
    '- Keep test coverage of the changed lines above 85 %: add tests.',
    '- Follow the existing patterns of the code: its style, names, error handling, module system.',
    '- Stay backward compatible: exported names and signatures, answers, stored and sent formats, log lines that others may read.',
    '- The smallest change that does it. Nothing else is tidied up.',
  ].join('\n');
}

const FIRST: Partial<Record<Opportunity['kind'], string>> = {
  'super-linear-work': 'Make the work grow in proportion to the size of the input, with the same result.',
  'resource-exhaustion': 'Use less of the resource that runs out, with the same answers: nothing kept that is not needed, nothing loaded whole that can be read in pieces.',
  'cold-starts': 'Make the first request of an environment faster by {gain} %: load and connect only what it needs, and only when it is needed.',
  'log-pattern': 'Remove the cause of what the log says. The log line itself stays as it is.',
};
