// case: GraphQL resolver that returns a source file whose real path lies in the repository
import { promises as fs } from 'node:fs';
import { join, sep } from 'node:path';

interface FileArgs {
  repository: number;
  path: string;
}

const CHECKOUTS = '/srv/checkouts';

export const resolvers = {
  Query: {
    async sourceFile(_root: unknown, { repository, path }: FileArgs): Promise<{ size: number; text: string } | null> {
      const root = await fs.realpath(join(CHECKOUTS, String(Math.trunc(Number(repository)))));
      const file = await fs.realpath(join(root, path)).catch(() => null);
      if (file === null || !file.startsWith(root + sep)) {
        return null;
      }
      const text = await fs.readFile(file, 'utf8');
      return { size: text.length, text };
    },
  },
};
