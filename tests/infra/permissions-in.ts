import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf } from './synthesized.ts';

/** One action that a role may do on one resource. Intrinsics are written out as text, so that they can be compared. */
export type Permission = { readonly role: string; readonly action: string; readonly resource: string; readonly conditions: string };

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown };
type PolicyProperties = { PolicyDocument: { Statement: Statement[] }; Roles?: unknown[] };

const list = <Value>(value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);

/** An ARN with its intrinsics resolved to readable text: `{"Ref":"X"}` → `<X>`. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [entry] = Object.entries(value);
  if (!entry) return '';
  const [intrinsic, argument] = entry as [string, unknown];
  if (intrinsic === 'Ref') return `<${String(argument)}>`;
  if (intrinsic === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (intrinsic === 'Fn::Join') return (argument as [string, unknown[]])[1].map(textOf).join((argument as [string, unknown[]])[0]);
  return JSON.stringify(value);
};

/** Everything that a template allows, role by role. Roles of the same template go by their names; roles of others stand there by name. */
export const permissionsIn = (template: Template): Permission[] => {
  const roleNames = new Map(Object.entries(resourcesOf(template, 'AWS::IAM::Role')).map(([id, { Properties = {} }]) => [id, typeof Properties['RoleName'] === 'string' ? Properties['RoleName'] : id]));
  const nameOf = (role: unknown): string => (typeof role === 'string' ? role : (roleNames.get((role as { Ref: string }).Ref) ?? textOf(role)));
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.values(resourcesOf(template, type)));
  return policies.flatMap(({ Properties }) => {
    const { PolicyDocument, Roles = [] } = Properties as unknown as PolicyProperties;
    return PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) =>
      Roles.flatMap((role) =>
        list(statement.Action).flatMap((action) =>
          list(statement.Resource).map((resource) => ({ role: nameOf(role), action, resource: textOf(resource), conditions: JSON.stringify(statement.Condition ?? {}) })),
        ),
      ),
    );
  });
};
