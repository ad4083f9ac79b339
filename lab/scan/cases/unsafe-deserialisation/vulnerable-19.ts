// case: ALB Lambda accepts chart specifications as YAML with functions
import type { ALBEvent, ALBResult } from 'aws-lambda';
import * as yaml from 'js-yaml';
import { function as functionType } from 'js-yaml-js-types';

const chartSchema = yaml.CORE_SCHEMA.extend([functionType]);

interface ChartSpec {
  format?: (value: number) => string;
  values: number[];
}

export const handler = async (event: ALBEvent): Promise<ALBResult> => {
  const spec = yaml.load(event.body ?? '', { schema: chartSchema }) as ChartSpec;
  const format = spec.format ?? String;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(spec.values.map((value) => String(format(value)))),
  };
};
