// case: GraphQL field filters members by plain text that they contain
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
      const wanted = matches.toLocaleLowerCase('en');
      const all = await context.members.all();
      return all.filter((member) =>
        (field === 'city' ? member.city : member.name).toLocaleLowerCase('en').includes(wanted),
      );
    },
  },
};
