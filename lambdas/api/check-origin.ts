import { ProblemError } from './problem.ts';

type Header = (name: string) => string | undefined;

/**
 * Whether a request was meant for this server. A name that somebody else's DNS points here (rebinding) is not one of `hosts`; a page of somebody else's
 * that a browser sends from says so in `Origin` and `Sec-Fetch-Site`. Programs send neither. Throws `ProblemError`.
 */
export const checkHost = (header: Header, hosts: readonly string[] | undefined): void => {
  const host = header('host')?.toLowerCase();
  if (hosts !== undefined && (host === undefined || !hosts.includes(host))) throw new ProblemError('wrong-host', `This server is ${hosts[0] ?? 'another one'}.`);
};

export const checkOrigin = (header: Header): void => {
  const origin = header('origin');
  const own = header('host')?.toLowerCase();
  if (origin !== undefined && (own === undefined || ![`http://${own}`, `https://${own}`].includes(origin.toLowerCase()))) throw new ProblemError('wrong-origin', 'Another page may not ask in your name.');
  const site = header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new ProblemError('wrong-origin', 'Another page may not ask in your name.');
};
