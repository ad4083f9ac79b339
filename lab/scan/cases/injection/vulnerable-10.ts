// case: GraphQL resolver that runs a raw TypeORM query with an argument inside the text
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
      let sql = `SELECT id, title, author FROM articles WHERE author = $1`;
      if (args.tag !== undefined) {
        sql += ` AND tags @> ARRAY['${args.tag}']`;
      }
      return context.dataSource.query(sql, [args.author]);
    },
    articleCount: async (_parent: unknown, _args: unknown, context: Context) => {
      const rows = await context.dataSource.query('SELECT count(*) AS n FROM articles');
      return Number(rows[0].n);
    },
  },
};
