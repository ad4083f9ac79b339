// case: rule engine that interprets conditions of incoming rules as data
import type { SQSEvent } from 'aws-lambda';

interface Rule {
  name: string;
  field: 'total' | 'country';
  operator: 'equals' | 'above';
  value: string;
}

interface Order {
  total: number;
  country: string;
}

function matches(rule: Rule, order: Order): boolean {
  const actual = rule.field === 'total' ? order.total : order.country;
  return rule.operator === 'above' ? Number(actual) > Number(rule.value) : String(actual) === rule.value;
}

const SAMPLE: Order = { total: 120, country: 'NL' };

export async function handler(event: SQSEvent): Promise<{ matched: string[] }> {
  const rules = event.Records.map((record) => JSON.parse(record.body) as Rule);
  return { matched: rules.filter((rule) => matches(rule, SAMPLE)).map((rule) => rule.name) };
}
