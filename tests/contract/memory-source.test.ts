import { memorySource } from '../../lab/faults/memory-source.ts';
import { sourceRepositoryContract } from './source-repository.ts';

sourceRepositoryContract('the repository without git', async () => {
  const repository = memorySource();
  return { repository, write: async (branch, files) => repository.write(branch, files) };
});
