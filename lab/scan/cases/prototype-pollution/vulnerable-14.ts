// case: GraphQL mutation that stores a preference under a scope and a name from its arguments
interface PreferenceArgs {
  scope: string;
  name: string;
  value: string;
}

interface Context {
  preferences: Record<string, Record<string, string>>;
}

function assignIn(store: Context['preferences'], args: PreferenceArgs): void {
  const { scope, name, value } = args;
  const target = store[scope];
  if (target === undefined) {
    store[scope] = { [name]: value };
    return;
  }
  target[name] = value;
}

export const resolvers = {
  Query: {
    preference: (_root: unknown, { scope, name }: PreferenceArgs, context: Context) =>
      context.preferences[scope]?.[name] ?? null,
  },
  Mutation: {
    setPreference: (_root: unknown, args: PreferenceArgs, context: Context): boolean => {
      assignIn(context.preferences, args);
      return true;
    },
  },
};
