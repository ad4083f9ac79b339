// case: ALB Lambda accepts YAML chart specifications with one custom data-only tag
import type { ALBEvent, ALBResult } from 'aws-lambda';
import * as yaml from 'js-yaml';

const percent = new yaml.Type('!percent', {
  kind: 'scalar',
  resolve: (data: unknown) => Number.isFinite(Number(data)),
  construct: (data: string) => Number(data) / 100,
});
const chartSchema = yaml.CORE_SCHEMA.extend([percent]);

export const handler = async (event: ALBEvent): Promise<ALBResult> => {
  const spec = yaml.load(event.body ?? '', { schema: chartSchema }) as { values: number[] };
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(spec.values.map(Number)),
  };
};
