import { describe, expect, it } from 'vitest';
import { deploymentNotices } from '../../infra/deployment-notices.ts';
import { NoticeChannels } from '../../shared/domain/notice-channel.ts';
import { permissionsIn, textOf } from './permissions-in.ts';
import { resourcesOf, STAGE, synthesized } from './synthesized.ts';

const notifications = NoticeChannels.parse([
  { kind: 'slack', urlParameter: '/pawl/slack' },
  { kind: 'webhook', urlParameter: '/pawl/hook', secretParameter: '/pawl/hook-secret' },
  { kind: 'webhook', name: 'second', urlParameter: '/pawl/hook-2', secretParameter: '/pawl/hook-secret' },
]);
const told = synthesized({ channels: deploymentNotices({ notifications }) }).loop;
const quiet = synthesized().loop;
const woken = (template: typeof told): unknown[] => [
  ...Object.values(resourcesOf(template, 'AWS::Events::Rule')).filter(({ Properties }) => Properties?.['Name'] === `pawl-${STAGE}-deliver-notices`),
  ...Object.values(resourcesOf(template, 'AWS::SNS::Subscription')),
];

describe('Slack and webhooks on AWS', () => {
  it('The sender reads the parameters that channels name, each by its name, and nobody else reads them.', () => {
    const read = permissionsIn(told).filter(({ resource }) => resource.includes(':parameter/pawl/slack') || resource.includes(':parameter/pawl/hook'));
    expect(read.map(({ role, action, resource }) => [role, action, resource.split(':').at(-1)])).toEqual(
      ['/pawl/hook', '/pawl/hook-2', '/pawl/hook-secret', '/pawl/slack'].map((name) => [`pawl-${STAGE}-deliver-notices`, 'ssm:GetParameter', `parameter${name}`]),
    );
  });

  it('It is woken by each message of the topic, and each minute for what has to be tried again; never where nobody is to be told.', () => {
    expect(woken(told).length).toBe(2);
    const [subscription] = Object.values(resourcesOf(told, 'AWS::SNS::Subscription'));
    expect(subscription?.Properties).toMatchObject({ Protocol: 'lambda' });
    expect(textOf(subscription?.Properties?.['TopicArn'])).toContain('TopicsNotices');
    expect(woken(quiet)).toEqual([]);
  });

  it('A channel that names a variable of its owner’s cannot be deployed.', () => {
    const inVariables = NoticeChannels.parse([{ kind: 'webhook', urlVariable: 'HOOK', secretVariable: 'HOOK_SECRET' }]);
    expect(() => deploymentNotices({ notifications: inVariables })).toThrow(/notifications\[0\]\.urlVariable[\s\S]*notifications\[0\]\.secretVariable/);
  });

  it('The address of a Slack hook, which lets everybody post who knows it, never stands in the template.', () => {
    const open = NoticeChannels.parse([{ kind: 'webhook', url: 'https://hooks.example.com/pawl' }, { kind: 'slack', url: 'https://hooks.slack.com/services/T/B/secret' }]);
    expect(() => deploymentNotices({ notifications: open })).toThrow(/notifications\[1\]\.url[\s\S]*urlParameter/);
    expect(() => deploymentNotices({ notifications: open })).not.toThrow(/secret|notifications\[0\]/);
  });
});
