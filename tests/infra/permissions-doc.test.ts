import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, functionNamed } from '../../infra/functions.ts';
import { ACTIONS_WITHOUT_RESOURCE } from '../../infra/grants.ts';
import { permissionsIn, type Permission } from './permissions-in.ts';
import { resourcesOf, STAGE, synthesized } from './synthesized.ts';

const PAGE = 'docs/permissions.md';
const { loop, orders } = synthesized();

/** What every function has: its own log and trace. Said once above the table. */
const COMMON = /^(logs:(CreateLogStream|PutLogEvents)|xray:)/;

/** Rights that go together, under one word; explained above the table. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((action) => `dynamodb:${action}`),
  flags: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
  'dead letters': ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
  notices: ['sns:Publish', 'kms:Decrypt', 'kms:GenerateDataKey'],
  'own log': ['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries', 'PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'].map((action) => `logs:${action}`),
};

const grouped = (actions: ReadonlySet<string>): string[] => {
  const whole = Object.entries(GROUPS).filter(([, members]) => members.every((member) => actions.has(member)));
  const covered = new Set(whole.flatMap(([, members]) => members));
  return [...whole.map(([name]) => name), ...[...actions].filter((action) => !covered.has(action)).sort().map((action) => `\`${action}\``)];
};

const actionsOf = (permissions: readonly Permission[], role: string): string => {
  const own = permissions.filter((permission) => permission.role === `pawl-${STAGE}-${role}` && !COMMON.test(permission.action));
  const bucket = (resource: string): string => /\/(spool|packages|dependencies|reports)\/\*$/.exec(resource)?.[1] ?? '';
  const said = own.map(({ action, resource }) => (action.startsWith('s3:') && bucket(resource) !== '' ? `${action} (${bucket(resource)})` : action));
  return grouped(new Set(said)).join(', ') || '—';
};

const rows = FUNCTION_NAMES.map((name) => `| \`${name}\` | ${functionNamed(name).does} | ${actionsOf(permissionsIn(loop), name)} | ${actionsOf(permissionsIn(orders), name)} |`);
const machines = ['cycle', 'improvement'].map((name) => `| state machine \`${name}\` | Coordinates. | ${actionsOf(permissionsIn(loop), name)} | — |`);
const table = ['| function | what it does | on what the loop’s stack holds | on each registered target |', '|---|---|---|---|', ...rows, ...machines].join('\n');
const groups = Object.entries(GROUPS).map(([name, members]) => `- **${name}**: ${members.map((member) => `\`${member}\``).join(', ')}`).join('\n');
const reasons = ['| action | why on every resource |', '|---|---|', ...Object.entries(ACTIONS_WITHOUT_RESOURCE).map(([action, reason]) => `| \`${action}\` | ${reason} |`)].join('\n');

/** The page with what stands between two marks replaced. */
const withTable = (page: string, mark: string, text: string): string => page.replace(new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(\\n?<!-- end -->)`), (_, before: string, after: string) => `${before}${text}${after}`);

/** IAM's limit for a managed policy. */
const MOST_POLICY_CHARACTERS = 6144;

describe('docs/permissions.md', () => {
  it('Says what the templates say (PAWL_WRITE_DOCS=1 writes it anew).', () => {
    const page = readFileSync(PAGE, 'utf8');
    const expected = withTable(withTable(withTable(page, 'groups', groups), 'permissions', table), 'reasons', reasons);
    if (process.env['PAWL_WRITE_DOCS'] === '1') writeFileSync(PAGE, expected);
    else expect(page).toBe(expected);
    expect(expected).toContain(table);
    expect(expected).toContain(reasons);
  });

  it('A target takes one of the ten policies that a role has room for, and each is of a size that IAM takes.', () => {
    const policies = Object.values(resourcesOf(orders, 'AWS::IAM::ManagedPolicy'));
    const roles = policies.flatMap(({ Properties }) => Properties?.['Roles'] as string[]);
    expect(new Set(roles).size).toBe(roles.length);
    for (const { Properties } of policies) expect(JSON.stringify(Properties?.['PolicyDocument']).length).toBeLessThan(MOST_POLICY_CHARACTERS);
  });
});
