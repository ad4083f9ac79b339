import { readFileSync } from 'node:fs';
import { StateMachine } from 'aws-local-stepfunctions';

/** A longer timer of this process would fire at once. */
const LONGEST_TIMEOUT_SECONDS = 2_147_483;

/** Reads a state machine as CloudFormation would deploy it: every `${…}` gets a name of the right form, and no time-out is longer than a timer of this process can be. */
export const readMachine = (file: string): StateMachine => {
  const text = readFileSync(new URL(`../../infra/${file}`, import.meta.url), 'utf8');
  const definition = JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:$1'), (key, value: unknown) =>
    key === 'TimeoutSeconds' && typeof value === 'number' ? Math.min(value, LONGEST_TIMEOUT_SECONDS) : value,
  ) as ConstructorParameters<typeof StateMachine>[0];
  return new StateMachine(definition, { validationOptions: { noValidate: true } });
};
