// case: GraphQL schema text names password and token fields; tokens arrive in the context
export const typeDefs = `#graphql
  input Credentials { email: String! password: String! }
  type Session { token: String! expiresAt: String! }
  type Mutation { login(credentials: Credentials!): Session }
`;

interface Context {
  accounts: { login(email: string, password: string): Promise<{ token: string; expiresAt: Date } | null> };
}

export const resolvers = {
  Mutation: {
    async login(_parent: unknown, args: { credentials: { email: string; password: string } }, context: Context) {
      const { email, password } = args.credentials;
      const session = await context.accounts.login(email, password);
      return session && { token: session.token, expiresAt: session.expiresAt.toISOString() };
    },
  },
};
