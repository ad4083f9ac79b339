import * as z from 'zod';
import { Severity } from './opportunity.ts';

/** What a notice can be about, for channels that want some only. */
export const NoticeAbout = z.enum(['rollback', 'promotion', 'approval', 'budget', 'guard', 'report', 'deployment', 'emergency', 'kill-switch', 'other']);
export type NoticeAbout = z.infer<typeof NoticeAbout>;

const address = z.url({ protocol: /^https?$/, error: 'must be an address like https://hooks.example.com/pawl' }).max(2000);
const variable = z.string().regex(/^[A-Za-z_]\w{0,199}$/, 'must be the name of an environment variable');
const parameter = z.string().regex(/^\/?[\w./-]{1,500}$/, 'must be the name of a parameter in the parameter store');

/** One place that people are told at, beside the terminal and the topic on AWS. */
export const NoticeChannel = z
  .strictObject({
    kind: z.enum(['slack', 'webhook']).describe('slack (an incoming webhook) or webhook (signed JSON)'),
    name: z.string().regex(/^[\w-]{1,40}$/, 'must be letters, digits, _ and -').optional().describe('a short name, for messages'),
    url: address.optional().describe('the address; who knows Slack’s can post there, so better name where it is kept'),
    urlVariable: variable.optional().describe('the environment variable that holds the address'),
    urlParameter: parameter.optional().describe('on AWS, the SecureString parameter that holds the address'),
    secretVariable: variable.optional().describe('the environment variable that holds the secret which bodies are signed with'),
    secretParameter: parameter.optional().describe('on AWS, the SecureString parameter that holds that secret'),
    atLeast: Severity.default('low').describe('the least severity: critical, high, medium or low'),
    about: z.array(NoticeAbout).min(1).optional().describe('what it is told of, like ["rollback", "approval"]; everything when left out'),
    tenants: z.array(z.string().min(1)).min(1).optional().describe('only what belongs to these tenants'),
    privateAddresses: z.boolean().default(false).describe('true where the address is in a private network or on this machine'),
  })
  .superRefine(({ url, urlVariable, urlParameter, kind, secretVariable, secretParameter }, context) => {
    if (url === undefined && urlVariable === undefined && urlParameter === undefined) context.addIssue({ code: 'custom', path: ['url'], message: 'must be there, or urlVariable, or urlParameter' });
    if (kind === 'slack' && (secretVariable ?? secretParameter) !== undefined) context.addIssue({ code: 'custom', path: [secretVariable === undefined ? 'secretParameter' : 'secretVariable'], message: 'is for webhooks: Slack does not check signatures of what it is sent' });
  });
export type NoticeChannel = z.infer<typeof NoticeChannel>;

/** What tells a channel from the others and stays the same: what it was told is remembered under this. */
export const channelId = ({ kind, name, url, urlVariable, urlParameter }: NoticeChannel): string => `${kind}:${name ?? urlVariable ?? urlParameter ?? (url === undefined ? '' : new URL(url).host)}`;

/** All of them. Two that could not be told apart would count as one. */
export const NoticeChannels = z.array(NoticeChannel).max(20).superRefine((channels, context) => {
  const ids = channels.map(channelId);
  for (const [index, id] of ids.entries()) if (ids.indexOf(id) !== index) context.addIssue({ code: 'custom', path: [index], message: `cannot be told from another one (${id}): give each a name` });
});
