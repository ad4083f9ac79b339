import * as z from 'zod';
import { CallerKind, Permission } from '../domain/caller.ts';

const Tenants = z.union([z.literal('all'), z.array(z.string().min(1))]);

/** What a group of people, or one principal, may ask for. */
const rights = { may: z.array(Permission).describe('what they may ask for: read, operate, decide, deploy, administer'), tenants: Tenants.default('all').describe('whose targets they see and touch') };

/** How people prove who they are: any OpenID Connect provider, whose tokens are verified against its published keys. */
export const OidcDoor = z.strictObject({
  issuer: z.url({ protocol: /^https$/, error: 'must be the address of an OpenID Connect issuer, with https' }).describe('as it stands in the tokens’ `iss`'),
  audience: z.array(z.string().min(1)).min(1).describe('what the tokens’ `aud` must name'),
  clientId: z.string().min(1).optional().describe('of the page, a public client with PKCE; without it the page takes a pasted token'),
  scopes: z.string().default('openid profile email').describe('what the page asks the provider for'),
  origins: z.array(z.url({ protocol: /^https$/, error: 'must be an address with https' })).max(5).optional().describe('where else the provider answers the page, as Cognito and Google do with tokens'),
  jwksUri: z.url({ protocol: /^https$/, error: 'must be an address with https' }).optional().describe('where the keys are; asked of the issuer otherwise'),
  claims: z
    .strictObject({
      name: z.string().default('email').describe('who it is, in the audit log and to the rule that nobody approves their own'),
      groups: z.string().default('groups'),
      tenants: z.string().optional().describe('holds the tenants of the person; otherwise the groups say'),
    })
    .prefault({}),
  groups: z.record(z.string(), z.strictObject(rights)).describe('group → what its members may; whoever is in none may nothing'),
});
export type OidcDoor = z.infer<typeof OidcDoor>;

/** A principal of IAM, as API Gateway tells of who signed a request. */
export const IamDoor = z
  .strictObject({
    principal: z
      .string()
      .regex(/^arn:aws[\w-]*:(?:iam::\d{12}:user|sts::\d{12}:assumed-role)\/[\w+=,.@/-]+(?:\/\*)?$/, 'must be the ARN of an IAM user, or of an assumed role, like arn:aws:sts::111122223333:assumed-role/deployer/*')
      .describe('an ARN; /* at the end stands for every session of a role'),
    name: z.string().trim().min(1).max(200).refine((name) => !/ for /i.test(name), 'must not hold “ for ”, which joins an agent’s name to its owner’s').optional().describe('who it is, in the audit log; a session or user by its own name otherwise'),
    kind: CallerKind.default('program'),
    groups: z.array(z.string()).default([]),
    ...rights,
  })
  .superRefine(({ principal, kind, name }, context) => {
    // Whoever may assume a role chooses the name of the session: only Identity Center sets it to the person that signed in.
    if (kind === 'person' && principal.includes(':assumed-role/') && !isSignedIn(principal) && (name === undefined || !principal.endsWith('/*')))
      context.addIssue({ code: 'custom', path: ['principal'], message: 'must be every session of the role (/*) with a name, where only one person may assume it: whoever assumes a role chooses the name of the session' });
  });
export type IamDoor = z.infer<typeof IamDoor>;

/** Roles of IAM Identity Center, whose sessions are named after who signed in. */
const isSignedIn = (principal: string): boolean => /:assumed-role\/AWSReservedSSO_[^/]+\//.test(principal);

/** The section `doors`: who comes in on AWS, and what they may. */
export const DoorsConfig = z.strictObject({
  address: z.url({ protocol: /^https$/, error: 'must be an address with https' }).optional().describe('where people reach the page, for links in notices'),
  oidc: OidcDoor.optional().describe('people, by a token of an OpenID Connect provider'),
  iam: z.array(IamDoor).optional().describe('principals of this account that sign their requests; without it each that IAM lets in is a program that may read and operate'),
});
export type DoorsConfig = z.infer<typeof DoorsConfig>;

/** Nothing said: no provider, and whoever IAM lets in is a program. */
export const NO_DOORS: DoorsConfig = {};
