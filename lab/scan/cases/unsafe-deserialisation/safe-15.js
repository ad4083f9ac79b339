// case: GraphQL mutation restores a saved filter from JSON and keeps known columns
const { ApolloServer } = require('@apollo/server');

const COLUMNS = new Set(['name', 'owner', 'updated']);
const typeDefs = `#graphql
  type Query { ping: String }
  type Mutation { restoreFilter(state: String!): [String!]! }
`;

const resolvers = {
  Query: { ping: () => 'pong' },
  Mutation: {
    restoreFilter: (_parent, { state }) => {
      const filter = JSON.parse(state);
      return Array.isArray(filter.columns) ? filter.columns.filter((name) => COLUMNS.has(name)) : [];
    },
  },
};

module.exports = new ApolloServer({ typeDefs, resolvers });
