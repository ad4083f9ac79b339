// case: GraphQL query picks a random banner colour; keys come from randomBytes
import { randomBytes } from 'node:crypto';

interface Context {
  userId: string;
  keys: { save(key: { userId: string; value: string; label: string }): Promise<void> };
}

const COLOURS = ['teal', 'amber', 'plum', 'slate'];

export const resolvers = {
  Query: {
    bannerColour: (): string => COLOURS[Math.floor(Math.random() * COLOURS.length)] ?? 'slate',
  },
  Mutation: {
    async createApiKey(_parent: unknown, args: { label: string }, context: Context) {
      const value = randomBytes(24).toString('hex');
      await context.keys.save({ userId: context.userId, value, label: args.label });
      return { value };
    },
  },
};
