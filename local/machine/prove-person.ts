import type { Refusal } from '../../shared/commands/dependencies.ts';
import { isPermitted, type Caller } from '../../shared/domain/caller.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import { Credentials } from '../../shared/store/credentials.ts';

export const TOKEN_VARIABLE = 'PAWL_TOKEN';

export type Proof = {
  /** The process's own; what stands in a `.env` file does not count, an agent reads that too. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks whoever sits there for the token, without showing it; `undefined` where nobody sits. */
  readonly ask: () => Promise<string | undefined>;
};

const refuse = (reason: string): Refusal => ({ ok: false, reason, kind: 'forbidden' });

/** Asks at the terminal, without echo. */
export const askToken = async (): Promise<string | undefined> => {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { password } = await import('@clack/prompts');
  const said = await password({ message: 'Your token (behind #token= in the link that the start printed)', mask: '', output: process.stderr });
  return typeof said === 'string' ? said : undefined;
};

/** Of a token, or of the link it stands in. */
const tokenIn = (said: string): string => said.trim().replace(/^.*#token=/, '');

/**
 * Who sits at the terminal, proven by a token of theirs: a shell alone proves nobody, since a coding agent has one too. A link with its token
 * (`http://…/#token=pawl_…`) is as good as the token.
 */
export const provePerson = async ({ store, clock }: { readonly store: ItemStore; readonly clock: Pick<Clock, 'now'> }, { environment, ask }: Proof = { environment: process.env, ask: askToken }): Promise<{ readonly ok: true; readonly caller: Caller } | Refusal> => {
  const said = tokenIn(environment[TOKEN_VARIABLE] ?? (await ask()) ?? '');
  if (said === '') return refuse(`That is a person's to say: show your token in ${TOKEN_VARIABLE}, or say it when asked at a terminal. \`pawl serve\` prints a link with one; the page takes it too.`);
  const caller = await new Credentials(store).callerOf(said, 'terminal', clock.now());
  if (!caller) return refuse('This token is not known here, over, or revoked. `pawl serve` prints a link with a new one.');
  return isPermitted(caller, 'decide') ? { ok: true, caller } : refuse(`${caller.name} may not decide: that takes a person's token with the permission "decide".`);
};
