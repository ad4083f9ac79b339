// case: GraphQL context writes a redirect for a share link straight from the argument
const resolvers = {
  Query: {
    share: (_parent, { link }, { res }) => {
      const target = link.trim();
      res.statusCode = 302;
      res.setHeader('Location', encodeURI(target));
      return { followed: true };
    },
  },
};

const typeDefs = `#graphql
  type Share { followed: Boolean! }
  type Query { share(link: String!): Share }
`;

module.exports = { typeDefs, resolvers };
