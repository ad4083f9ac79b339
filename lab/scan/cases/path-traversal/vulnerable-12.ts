// case: GraphQL resolver that returns a source file of a repository at a given path
import { promises as fs } from 'node:fs';
import { join } from 'node:path';

interface FileArgs {
  repository: number;
  path: string;
}

interface SourceFile {
  path: string;
  size: number;
  text: string;
}

const CHECKOUTS = '/srv/checkouts';

export const resolvers = {
  Query: {
    async sourceFile(_root: unknown, { repository, path }: FileArgs): Promise<SourceFile | null> {
      const file = join(CHECKOUTS, String(Number(repository)), path);
      try {
        const text = await fs.readFile(file, 'utf8');
        return { path, size: text.length, text };
      } catch {
        return null;
      }
    },
  },
};
