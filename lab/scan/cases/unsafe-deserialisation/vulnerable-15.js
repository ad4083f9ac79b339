// case: GraphQL mutation restores a saved filter using json-fn
const { ApolloServer } = require('@apollo/server');
const JSONfn = require('json-fn');

const typeDefs = `#graphql
  type Query { ping: String }
  type Mutation { restoreFilter(state: String!): Int }
`;

const resolvers = {
  Query: { ping: () => 'pong' },
  Mutation: {
    restoreFilter: (_parent, { state }) => {
      const filter = JSONfn.parse(state);
      return Array.isArray(filter.columns) ? filter.columns.length : 0;
    },
  },
};

module.exports = new ApolloServer({ typeDefs, resolvers });
