import type { Asked } from './iam-request.ts';

/** A statement of a policy as IAM reads it. */
export type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

const matches = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replace(/[\\^$+.()|[\]{}]/g, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(value);

const holds = (condition: Statement['Condition'], context: Asked['context']): boolean =>
  Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const [, kind, optional] = /^(StringEquals|StringLike)(IfExists)?$/.exec(operator) ?? [];
      if (kind === undefined) throw new Error(`This test does not know IAM's ${operator}.`);
      const value = context[key];
      if (value === undefined) return optional !== undefined;
      return list(values).some((each) => (kind === 'StringLike' ? matches(each, value) : each === value));
    }),
  );

/** Whether a role with these statements may do what is asked: IAM's evaluation of one role's policies, as far as Pawl's use it. */
export const isAllowed = (statements: readonly Statement[], { action, resource, context }: Asked): boolean => {
  const applying = statements.filter((statement) => list(statement.Action).some((each) => matches(each, action)) && list(statement.Resource).some((each) => matches(each, resource)) && holds(statement.Condition, context));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
};
