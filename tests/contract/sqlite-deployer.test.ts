import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteDeployer } from '../../lab/faults/sqlite-deployer.ts';
import { describeDeployer } from './deployer.ts';

describeDeployer('the fake that processes share', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-deployer-'));
  const deployer = sqliteDeployer(join(folder, 'functions.sqlite'));
  let functions = 0;
  return {
    deployer,
    async createFunction(first) {
      functions += 1;
      await deployer.createFunction(`fn-${functions}`, 'live', first, 'first');
      return `fn-${functions}`;
    },
    async end() {
      deployer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
