// case: rule engine that compiles conditions of incoming rules with the Function constructor
import type { SQSEvent } from 'aws-lambda';

interface Rule {
  name: string;
  condition: string;
}

type Predicate = (order: { total: number; country: string }) => boolean;

function compile(rule: Rule): Predicate {
  return new Function('order', `return (${rule.condition});`) as Predicate;
}

const SAMPLE = { total: 120, country: 'NL' };

export async function handler(event: SQSEvent): Promise<{ matched: string[] }> {
  const matched: string[] = [];
  for (const record of event.Records) {
    const rule = JSON.parse(record.body) as Rule;
    const predicate = compile(rule);
    if (predicate(SAMPLE)) matched.push(rule.name);
  }
  return { matched };
}
