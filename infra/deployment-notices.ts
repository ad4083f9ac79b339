import type { Settings } from '../shared/config/settings.ts';

/** What the deployment's Slack and webhooks need: the parameters that hold addresses and secrets. */
export interface DeploymentNotices {
  readonly channels: number;
  readonly parameters: readonly string[];
}

/** Throws when a channel's address or secret is in a variable of the owner's, which no function has, or lies open. */
export const deploymentNotices = ({ notifications = [] }: Pick<Settings, 'notifications'>): DeploymentNotices => {
  const problems = notifications.flatMap(({ kind, urlVariable, urlParameter, url, secretVariable, secretParameter }, index) => [
    // Settings stand in the template and in every function's environment, where many may look.
    ...(kind === 'slack' && url !== undefined ? [`  notifications[${index}].url lets everybody post who reads it, and settings can be read in the template: keep it in a SecureString parameter, and name that in urlParameter.`] : []),
    ...(urlVariable !== undefined && urlParameter === undefined && url === undefined ? [`  notifications[${index}].urlVariable names a variable, and functions have none of yours: name a SecureString parameter in urlParameter.`] : []),
    ...(secretVariable !== undefined && secretParameter === undefined ? [`  notifications[${index}].secretVariable names a variable, and functions have none of yours: name a SecureString parameter in secretParameter.`] : []),
  ]);
  if (problems.length > 0) throw new Error(`The notifications cannot be deployed:\n${problems.join('\n')}`);
  return { channels: notifications.length, parameters: [...new Set(notifications.flatMap(({ urlParameter, secretParameter }) => [urlParameter, secretParameter].filter((name) => name !== undefined)))] };
};
