// case: GraphQL resolver that expands an oEmbed link with the endpoint of a known provider
import superagent from 'superagent';

const ENDPOINTS = {
  video: 'https://video.example.com/oembed',
  slides: 'https://slides.example.com/api/oembed',
} as const;

interface EmbedArgs {
  provider: 'video' | 'slides';
  link: string;
}

export const embedResolvers = {
  Query: {
    embed: async (_root: unknown, args: EmbedArgs): Promise<{ title: string }> => {
      const endpoint = args.provider === 'slides' ? ENDPOINTS.slides : ENDPOINTS.video;
      const answer = await superagent
        .get(endpoint)
        .query({ url: args.link, format: 'json' })
        .timeout({ response: 3000 });
      return { title: String(answer.body.title) };
    },
  },
};
