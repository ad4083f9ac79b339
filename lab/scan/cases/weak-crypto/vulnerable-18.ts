// case: GraphQL mutation creates API keys from timestamps and Math.random
interface Context {
  userId: string;
  keys: { save(key: { userId: string; value: string; label: string }): Promise<void> };
}

const hex = (n: number): string => Math.floor(n).toString(16).padStart(8, '0');

function newKeyValue(): string {
  return [hex(Date.now() % 0xffffffff), hex(Math.random() * 0xffffffff), hex(Math.random() * 0xffffffff)].join('');
}

export const resolvers = {
  Mutation: {
    async createApiKey(_parent: unknown, args: { label: string }, context: Context) {
      const value = newKeyValue();
      await context.keys.save({ userId: context.userId, value, label: args.label });
      return { value };
    },
  },
};
