import type { DoorsConfig, IamDoor } from '../../../shared/config/doors.ts';
import type { Caller } from '../../../shared/domain/caller.ts';

/** The only route whose requests the gateway verified the signature of. */
export const IAM_ROUTE = '/iam/{proxy+}';

export type IamIdentity = { readonly resource: string; readonly userArn?: string | undefined };

/** `{ ok: true }` without a caller: not a signed request, somebody else may know who it is. */
export type IamAnswer = { readonly ok: true; readonly caller?: Caller } | { readonly ok: false; readonly reason: string };

/** Whoever IAM lets in where nobody is named: looks, and does what is judged anyway. */
const UNNAMED: Omit<IamDoor, 'principal'> = { kind: 'program', may: ['read', 'operate'], tenants: 'all', groups: [] };

/**
 * Who signed a request with AWS credentials, from what the gateway verified: the route that it chose and the ARN that it found, never a header or a path.
 * Where principals are named, nobody else gets in; the first that fits counts.
 */
export const iamCaller = ({ resource, userArn }: IamIdentity, { iam }: Pick<DoorsConfig, 'iam'>): IamAnswer => {
  if (resource !== IAM_ROUTE) return { ok: true };
  if (userArn === undefined || userArn === '') return { ok: false, reason: 'This address takes requests that are signed with AWS credentials.' };
  const found = iam === undefined ? UNNAMED : iam.find(({ principal }) => fits(principal, userArn));
  if (found === undefined) return { ok: false, reason: `${userArn} is not among the principals that the deployment names (doors.iam).` };
  const { name, kind, may, tenants, groups } = found;
  return { ok: true, caller: { name: name ?? nameOf(userArn, kind), kind, door: 'api', may: [...may], tenants, groups: [...groups] } };
};

const fits = (principal: string, userArn: string): boolean => (principal.endsWith('/*') ? userArn.startsWith(principal.slice(0, -1)) : userArn === principal);

/** A person by the session's or the user's own name; anything else with its role before it, so that a session cannot be named like a person. */
const nameOf = (userArn: string, kind: IamDoor['kind']): string => {
  const [, ...path] = userArn.slice(userArn.lastIndexOf(':') + 1).split('/');
  const name = kind === 'person' ? path.at(-1) : `iam:${path.join('/')}`;
  return (name ?? userArn).slice(0, 200);
};
