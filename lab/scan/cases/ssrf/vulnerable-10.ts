// case: GraphQL resolver that expands an oEmbed link with the provider named in its arguments
import superagent from 'superagent';

interface EmbedArgs {
  provider: string;
  link: string;
}

interface Embed {
  title: string;
  author: string;
}

export const embedResolvers = {
  Query: {
    embed: async (_root: unknown, args: EmbedArgs): Promise<Embed> => {
      const answer = await superagent
        .get(`${args.provider}/oembed`)
        .query({ url: args.link, format: 'json' })
        .timeout({ response: 3000 });
      return { title: String(answer.body.title), author: String(answer.body.author_name) };
    },
  },
};
