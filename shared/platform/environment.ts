import { CodedError } from './coded-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the named variables; all that are missing are told at once. Throws `PAWL-SETUP-MISSING`. */
export const required = <Name extends string>(environment: Environment, ...names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0) throw new CodedError('PAWL-SETUP-MISSING', `The function has no ${missing.join(', ')} in its environment. Deploy the loop's stack again: it sets what each function needs.`);
  return Object.fromEntries(names.map((name) => [name, environment[name] ?? ''])) as Record<Name, string>;
};
