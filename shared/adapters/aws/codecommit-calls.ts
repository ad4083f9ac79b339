import {
  BatchGetCommitsCommand, CreateBranchCommand, CreateCommitCommand, DeleteBranchCommand, GetBlobCommand, GetBranchCommand, GetCommitCommand, GetDifferencesCommand, GetFileCommand,
  GetFolderCommand, ListBranchesCommand, type CodeCommitClient, type CreateCommitCommandInput,
} from '@aws-sdk/client-codecommit';
import { asAwsError, AwsError, awsCall } from './aws-error.ts';

export type CommitFacts = { readonly id: string; readonly parents: readonly string[]; readonly message: string };

/** One file of a commit; `mode` as git writes it (`100644`, `100755`, `120000`). */
export type FileEntry = { readonly path: string; readonly blob: string; readonly mode: string };

/** What one path was and became. Absent: it was not there. */
export type FileDifference = { readonly path: string; readonly before?: FileEntry; readonly after?: FileEntry };

export type FileContent = { readonly blob: string; readonly mode: string; readonly bytes: Uint8Array };

const MODE_OF = { EXECUTABLE: '100755', NORMAL: '100644', SYMLINK: '120000' } as const;

/** CodeCommit's calls for one repository: pages joined, expected errors as values, everything else an `AwsError`. */
export function codecommitCalls(client: CodeCommitClient, repository: string) {
  const repositoryName = repository;

  async function call<Answer>(operation: string, run: () => Promise<Answer>): Promise<Answer> {
    return awsCall(`codecommit:${operation}`, `repository ${repository}`, run);
  }

  /** Runs a call in which the errors of these names mean `undefined`. */
  async function answered<Answer>(operation: string, expected: readonly string[], run: () => Promise<Answer>): Promise<Answer | undefined> {
    return call(operation, async () => {
      try {
        return await run();
      } catch (error) {
        if (error instanceof Error && expected.includes(error.name)) return undefined;
        throw error;
      }
    });
  }

  async function differences(after: string, before?: string): Promise<FileDifference[]> {
    const found: FileDifference[] = [];
    let next: string | undefined;
    do {
      const page = await call('GetDifferences', async () =>
        client.send(new GetDifferencesCommand({ repositoryName, afterCommitSpecifier: after, ...(before === undefined ? {} : { beforeCommitSpecifier: before }), ...(next === undefined ? {} : { NextToken: next }) })),
      );
      for (const { beforeBlob, afterBlob } of page.differences ?? []) {
        const path = afterBlob?.path ?? beforeBlob?.path;
        if (path !== undefined) found.push({ path, ...entryOf('before', beforeBlob), ...entryOf('after', afterBlob) });
      }
      next = page.NextToken;
    } while (next !== undefined);
    return found;
  }

  return {
    call,
    answered,
    /** Both ways: what changed from one commit to another, or with one commit every file in it. */
    differences,

    async files(commit: string): Promise<FileEntry[]> {
      return (await differences(commit)).flatMap(({ after }) => (after === undefined ? [] : [after]));
    },

    async head(branch: string): Promise<string | undefined> {
      const found = await answered('GetBranch', ['BranchDoesNotExistException', 'InvalidBranchNameException'], async () => client.send(new GetBranchCommand({ repositoryName, branchName: branch })));
      return found?.branch?.commitId;
    },

    async commitFacts(id: string): Promise<CommitFacts | undefined> {
      const found = await answered('GetCommit', ['CommitIdDoesNotExistException', 'InvalidCommitIdException'], async () => client.send(new GetCommitCommand({ repositoryName, commitId: id })));
      return found?.commit && { id, parents: found.commit.parents ?? [], message: found.commit.message ?? '' };
    },

    /** Parents of at most 100 commits, by commit. */
    async parentsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
      const { commits = [] } = await call('BatchGetCommits', async () => client.send(new BatchGetCommitsCommand({ repositoryName, commitIds: [...ids] })));
      return new Map(commits.map(({ commitId = '', parents = [] }) => [commitId, parents]));
    },

    /** The commit behind a tag or another name that is no branch. */
    async commitNamed(name: string): Promise<string | undefined> {
      const expected = ['CommitDoesNotExistException', 'InvalidCommitException', 'FolderDoesNotExistException'];
      return (await answered('GetFolder', expected, async () => client.send(new GetFolderCommand({ repositoryName, commitSpecifier: name, folderPath: '' }))))?.commitId;
    },

    async file(commit: string, path: string): Promise<FileContent | undefined> {
      const expected = ['FileDoesNotExistException', 'FolderDoesNotExistException'];
      const found = await answered('GetFile', expected, async () => client.send(new GetFileCommand({ repositoryName, commitSpecifier: commit, filePath: path })));
      return found && { blob: found.blobId ?? '', mode: MODE_OF[found.fileMode ?? 'NORMAL'], bytes: found.fileContent ?? new Uint8Array() };
    },

    /** `undefined` for a blob that is larger than CodeCommit hands out (6 MB). */
    async blob(id: string): Promise<Uint8Array | undefined> {
      return (await answered('GetBlob', ['FileTooLargeException'], async () => client.send(new GetBlobCommand({ repositoryName, blobId: id }))))?.content;
    },

    /** Whether it was created; `false` when there is such a branch. */
    async createBranch(branch: string, commit: string): Promise<boolean> {
      return (await answered('CreateBranch', ['BranchNameExistsException'], async () => client.send(new CreateBranchCommand({ repositoryName, branchName: branch, commitId: commit })))) !== undefined;
    },

    async deleteBranch(branch: string): Promise<void> {
      await answered('DeleteBranch', ['BranchDoesNotExistException'], async () => client.send(new DeleteBranchCommand({ repositoryName, branchName: branch })));
    },

    async branches(): Promise<string[]> {
      const found: string[] = [];
      let next: string | undefined;
      do {
        const page = await call('ListBranches', async () => client.send(new ListBranchesCommand({ repositoryName, ...(next === undefined ? {} : { nextToken: next }) })));
        found.push(...(page.branches ?? []));
        next = page.nextToken;
      } while (next !== undefined);
      return found;
    },

    /** One commit on a branch whose head must be `parentCommitId`; `undefined` when it is not (any more). */
    async createCommit(input: Omit<CreateCommitCommandInput, 'repositoryName'>): Promise<string | undefined> {
      const stale = ['ParentCommitIdOutdatedException', 'ParentCommitDoesNotExistException', 'BranchDoesNotExistException', 'ConcurrentReferenceUpdateException'];
      return (await answered('CreateCommit', stale, async () => client.send(new CreateCommitCommand({ repositoryName, ...input }))))?.commitId;
    },

    notFound(what: string): AwsError {
      return new AwsError('PAWL-AWS-NOT-FOUND', `There is no ${what} in the repository ${repository}.`);
    },

    refused(why: string): AwsError {
      return new AwsError('PAWL-AWS-INVALID', `${why} Nothing was changed in the repository ${repository}.`);
    },

    failed(operation: string, why: string): AwsError {
      return asAwsError(new Error(why), `codecommit:${operation}`, `repository ${repository}`);
    },
  };
}

export type CodecommitCalls = ReturnType<typeof codecommitCalls>;

const entryOf = <Side extends 'before' | 'after'>(side: Side, blob: { blobId?: string | undefined; path?: string | undefined; mode?: string | undefined } | undefined): { readonly [side in Side]?: FileEntry } =>
  // CodeCommit names the side that is not there with an empty blob, or leaves it out.
  (blob?.blobId === undefined || blob.blobId === '' || blob.path === undefined ? {} : { [side]: { path: blob.path, blob: blob.blobId, mode: blob.mode ?? '100644' } }) as { readonly [side in Side]?: FileEntry };
