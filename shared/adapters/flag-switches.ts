import { isFlag, FLAG_HELP, type Flag } from '../domain/flag.ts';

export type Switches = { readonly isOn: (flag: Flag) => boolean; /** Names that are no flag: switching them does nothing. */ readonly unknown: readonly string[] };

export const ALL_ON: Switches = { isOn: () => true, unknown: [] };

/**
 * Reads switches out of a JSON text, `{ "cycles": false, "tenant:acme": false }`; a switch may be written `{ "enabled": false }`, as a console of feature flags does.
 * Throws a `SyntaxError` when it is no such text, because a switch that was meant to be off must not be taken as on.
 */
export const parseSwitches = (text: string): Switches => {
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new SyntaxError('The switches are not one object of names and true or false.');
  const switches = new Map(Object.entries(read).map(([name, said]) => [name, valueOf(name, said)]));
  const isOff = (flag: string): boolean => switches.get(flag) === false;
  return { isOn: (flag) => !isOff('everything') && !isOff(flag), unknown: [...switches.keys()].filter((name) => !isFlag(name)) };
};

const valueOf = (name: string, said: unknown): boolean => {
  const value: unknown = typeof said === 'object' && said !== null && 'enabled' in said ? said.enabled : said;
  if (typeof value === 'boolean') return value;
  throw new SyntaxError(`The switch "${name}" is neither true nor false.`);
};

/** What to tell people about names that are no flag. */
export const unknownSwitches = (place: string, unknown: readonly string[]) => ({
  code: 'PAWL-FLAGS-901',
  level: 'warning' as const,
  text: `${place} switches ${unknown.map((name) => `"${name}"`).join(', ')}, which is no flag and does nothing. Flags are ${FLAG_HELP}.`,
});

export const unreadableSwitches = (place: string, error: unknown) => ({
  code: 'PAWL-FLAGS-900',
  level: 'warning' as const,
  text: `The switches of ${place} cannot be read (${error instanceof Error ? error.message : String(error)}). The last that could be read hold; everything else is on.`,
});
