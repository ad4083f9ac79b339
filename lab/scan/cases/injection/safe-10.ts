// case: GraphQL resolver that grows a raw query and its parameter list together
import { DataSource } from 'typeorm';

interface Context {
  dataSource: DataSource;
}

interface ArticleArgs {
  author: string;
  tag?: string;
}

export const resolvers = {
  Query: {
    articles: async (_parent: unknown, args: ArticleArgs, context: Context) => {
      const params: string[] = [args.author];
      let sql = `SELECT id, title, author FROM articles WHERE author = $1`;
      if (args.tag !== undefined) {
        params.push(args.tag);
        sql += ` AND tags @> ARRAY[$${params.length}::text]`;
      }
      return context.dataSource.query(sql, params);
    },
  },
};
