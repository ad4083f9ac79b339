// case: GraphQL field filters members by an expression argument
interface Member {
  name: string;
  city: string;
}

interface Context {
  members: { all(): Promise<Member[]> };
}

interface Arguments {
  filter: { field: 'name' | 'city'; matches: string };
}

export const resolvers = {
  Query: {
    async members(_parent: unknown, { filter }: Arguments, context: Context): Promise<Member[]> {
      const { field, matches } = filter;
      const expression = RegExp(`^${matches}$`, 'u');
      const all = await context.members.all();
      return all.filter((member) => expression.test(field === 'city' ? member.city : member.name));
    },
  },
};
