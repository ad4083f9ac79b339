import { createServer } from 'node:http';
import { CodeCommitFailure, OPERATIONS, type Operation } from './emulator-codecommit-operations.ts';

export type CodeCommitOptions = {
  /** Repository name → folder of a git repository, best a bare one: branches move without a look at work trees. */
  readonly repositories: Readonly<Record<string, string>>;
  /** Sees each request before it is carried out. An error name that it answers with is what the caller gets. */
  readonly intercept?: (operation: string, input: Readonly<Record<string, unknown>>) => Promise<string | undefined> | string | undefined;
};

const PREFIX = 'CodeCommit_20150413.';

/**
 * CodeCommit's HTTP API (JSON 1.1) over real git repositories, for tests only: the operations that Pawl uses, with the service's
 * error names and conditions. Pages are small, so that whoever reads only the first one is found out. Signatures are not checked.
 */
export async function startCodeCommit({ repositories, intercept }: CodeCommitOptions): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void carryOut(String(request.headers['x-amz-target'] ?? ''), Buffer.concat(chunks).toString('utf8')).then(
        (body) => answer(200, body),
        (error: unknown) => {
          const name = error instanceof CodeCommitFailure ? error.name : 'InternalServerError';
          answer(name === 'InternalServerError' ? 500 : 400, { __type: name, message: error instanceof Error ? error.message : String(error) });
        },
      );
    });
  });

  async function carryOut(target: string, text: string): Promise<object> {
    const name = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : '';
    const operation: Operation | undefined = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    if (!operation) throw new CodeCommitFailure('UnknownOperationException', `There is no ${target} here.`);
    const input = JSON.parse(text) as Record<string, unknown>;
    const refused = await intercept?.(name, input);
    if (refused !== undefined) throw new CodeCommitFailure(refused, `${refused}, as the test asked.`);
    const repository = typeof input['repositoryName'] === 'string' ? input['repositoryName'] : '';
    const location = Object.hasOwn(repositories, repository) ? repositories[repository] : undefined;
    if (location === undefined) throw new CodeCommitFailure('RepositoryDoesNotExistException', `${repository} does not exist`);
    return operation(location, input);
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
