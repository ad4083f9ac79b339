// case: GraphQL share resolver returns the link as data and lets the client decide
const resolvers = {
  Query: {
    share: async (_parent, { id }, { links, res }) => {
      const link = await links.byId(Number(id));
      if (!link) {
        res.statusCode = 404;
        return null;
      }
      res.setHeader('Cache-Control', 'private, max-age=60');
      return { title: link.title, address: link.address };
    },
  },
};

const typeDefs = `#graphql
  type Share { title: String! address: String! }
  type Query { share(id: ID!): Share }
`;

module.exports = { typeDefs, resolvers };
