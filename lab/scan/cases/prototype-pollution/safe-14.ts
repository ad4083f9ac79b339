// case: GraphQL mutation that stores a preference in one of two scopes under a prefixed name
interface PreferenceArgs {
  scope: 'user' | 'team';
  name: string;
  value: string;
}

interface Context {
  preferences: { user: Record<string, string>; team: Record<string, string> };
}

const slot = (name: string): string => `pref:${name}`;

function assignIn(store: Context['preferences'], args: PreferenceArgs): void {
  const target = args.scope === 'team' ? store.team : store.user;
  target[slot(args.name)] = args.value;
}

export const resolvers = {
  Query: {
    preference: (_root: unknown, args: PreferenceArgs, context: Context) =>
      (args.scope === 'team' ? context.preferences.team : context.preferences.user)[slot(args.name)] ?? null,
  },
  Mutation: {
    setPreference: (_root: unknown, args: PreferenceArgs, context: Context): boolean => {
      assignIn(context.preferences, args);
      return true;
    },
  },
};
