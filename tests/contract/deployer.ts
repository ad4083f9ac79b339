import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeployerError, type Deployer } from '../../shared/ports/deployer.ts';
import type { Package } from '../../shared/ports/workshop.ts';

export type DeployerFixture = {
  readonly deployer: Deployer;
  /** A new function with this package published as its first version behind the alias `live`. */
  createFunction(first: Package): Promise<string>;
  end(): Promise<void>;
};

export function packageOf(answer: string): Package {
  const bundle = Buffer.from(`export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(answer)} });\n`);
  const sourceMap = Buffer.from(JSON.stringify({ version: 3, sources: [`${answer}.ts`], names: [], mappings: '' }));
  return { digest: createHash('sha256').update(bundle).digest('hex'), bundle, sourceMap };
}

export type DeployerSuite = {
  /** What a package is there: an ES module, or a zip with one. */
  readonly makePackage?: (answer: string) => Package;
  /** What is missing to run it at all. */
  readonly missing?: string | undefined;
  /** An emulator that routes an alias to versions that are not there. */
  readonly takesUnknownVersions?: boolean;
};

/** What every `Deployer` must do, whatever is behind it. */
export function describeDeployer(name: string, make: () => Promise<DeployerFixture>, { makePackage = packageOf, missing, takesUnknownVersions = false }: DeployerSuite = {}): void {
  describe.skipIf(missing !== undefined)(`Deployer: ${name}`, () => {
    let fixture: DeployerFixture;
    let deployer: Deployer;
    let functionName: string;
    const [old, next] = [makePackage('old'), makePackage('next')];

    beforeAll(async () => {
      fixture = await make();
      deployer = fixture.deployer;
    });
    afterAll(async () => fixture.end());
    beforeEach(async () => {
      functionName = await fixture.createFunction(old);
    });

    const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => 'no error',
        (error: unknown) => (error instanceof DeployerError ? error.code : error),
      );

    test('describes where the alias points and what $LATEST holds', async () => {
      const state = await deployer.describe(functionName, 'live');
      expect(state.alias).toMatchObject({ version: '1' });
      expect(state.alias.additional).toBeUndefined();
      expect(state.latest.codeDigest).toBe(old.digest);
    });

    test('says not-found for a function or an alias that is not there', async () => {
      expect(await codeOf(deployer.describe('nobody', 'live'))).toBe('not-found');
      expect(await codeOf(deployer.describe(functionName, 'nobody'))).toBe('not-found');
    });

    test('publishes a package as a version with its digest and description, and $LATEST holds it', async () => {
      const published = await deployer.publish({ functionName, package: next, description: 'imp-1' });
      expect(published).toMatchObject({ codeDigest: next.digest, description: 'imp-1' });
      expect(await deployer.versions(functionName)).toContainEqual(published);
      expect((await deployer.describe(functionName, 'live')).latest.codeDigest).toBe(next.digest);
    });

    test('publishing leaves the alias where it was', async () => {
      const before = await deployer.describe(functionName, 'live');
      await deployer.publish({ functionName, package: next, description: 'imp-1' });
      expect((await deployer.describe(functionName, 'live')).alias).toEqual(before.alias);
    });

    test('publishing the same again publishes nothing, even after $LATEST was restored', async () => {
      const first = await deployer.publish({ functionName, package: next, description: 'imp-1' });
      expect(await deployer.publish({ functionName, package: next, description: 'imp-1' })).toEqual(first);
      await deployer.restoreLatest({ functionName, version: '1' });
      expect(await deployer.publish({ functionName, package: next, description: 'imp-1' })).toEqual(first);
      expect(await deployer.versions(functionName)).toHaveLength(2);
    });

    test('the same code under another description is another version', async () => {
      const first = await deployer.publish({ functionName, package: next, description: 'imp-1' });
      const second = await deployer.publish({ functionName, package: next, description: 'imp-2' });
      expect(second.version).not.toBe(first.version);
      expect(second.description).toBe('imp-2');
    });

    test('two who publish different packages at once both get their own code', async () => {
      const [a, b] = await Promise.all([
        deployer.publish({ functionName, package: next, description: 'imp-a' }),
        deployer.publish({ functionName, package: makePackage('third'), description: 'imp-b' }),
      ]);
      expect([a.codeDigest, b.codeDigest]).toEqual([next.digest, makePackage('third').digest]);
      expect(a.version).not.toBe(b.version);
    });

    test('refuses a package whose digest is not that of its bundle', async () => {
      expect(await codeOf(deployer.publish({ functionName, package: { ...next, digest: old.digest.replace(/./g, '0') }, description: 'imp-1' }))).toBe('refused');
      expect(await deployer.versions(functionName)).toHaveLength(1);
    });

    test('shifts a share of the traffic, and all of it back, each with a new revision', async () => {
      const { version } = await deployer.publish({ functionName, package: next, description: 'imp-1' });
      const { alias } = await deployer.describe(functionName, 'live');
      const canary = await deployer.shift({ functionName, alias: 'live', to: { version: '1', additional: { version, weight: 0.1 } }, revision: alias.revision });
      expect(canary).toMatchObject({ ok: true });
      const shifted = await deployer.describe(functionName, 'live');
      expect(shifted.alias).toMatchObject({ version: '1', additional: { version, weight: 0.1 } });
      expect(shifted.alias.revision).not.toBe(alias.revision);

      await deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision: shifted.alias.revision });
      const back = await deployer.describe(functionName, 'live');
      expect(back.alias.version).toBe('1');
      expect(back.alias.additional).toBeUndefined();
    });

    test('a stale revision changes nothing', async () => {
      const { version } = await deployer.publish({ functionName, package: next, description: 'imp-1' });
      const { alias } = await deployer.describe(functionName, 'live');
      await deployer.shift({ functionName, alias: 'live', to: { version }, revision: alias.revision });
      expect(await deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision: alias.revision })).toEqual({ ok: false });
      expect((await deployer.describe(functionName, 'live')).alias.version).toBe(version);
    });

    test('of twenty who shift from the same revision at once, exactly one does', async () => {
      const { version } = await deployer.publish({ functionName, package: next, description: 'imp-1' });
      const { alias } = await deployer.describe(functionName, 'live');
      const weights = Array.from({ length: 20 }, (_, index) => (index + 1) / 100);
      const results = await Promise.all(
        weights.map(async (weight) => deployer.shift({ functionName, alias: 'live', to: { version: '1', additional: { version, weight } }, revision: alias.revision })),
      );
      const winners = results.flatMap((result, index) => (result.ok ? [{ revision: result.revision, weight: weights[index] }] : []));
      expect(winners).toHaveLength(1);
      const after = await deployer.describe(functionName, 'live');
      expect(after.alias).toMatchObject({ revision: winners[0]?.revision, additional: { weight: winners[0]?.weight } });
    });

    test.skipIf(takesUnknownVersions)('refuses to route to a version that is not there', async () => {
      const { alias } = await deployer.describe(functionName, 'live');
      const shift = deployer.shift({ functionName, alias: 'live', to: { version: '99' }, revision: alias.revision });
      expect(['not-found', 'refused']).toContain(await codeOf(shift));
      expect((await deployer.describe(functionName, 'live')).alias).toEqual(alias);
    });

    test('restores it instead of what was seen there only, and leaves what came meanwhile', async () => {
      await deployer.publish({ functionName, package: next, description: 'imp-1' });
      await deployer.restoreLatest({ functionName, version: '1', instead: old.digest });
      expect((await deployer.describe(functionName, 'live')).latest.codeDigest).toBe(next.digest);
      await deployer.restoreLatest({ functionName, version: '1', instead: next.digest });
      expect((await deployer.describe(functionName, 'live')).latest.codeDigest).toBe(old.digest);
    });

    test('restores the code of a version into $LATEST, and a second time changes nothing', async () => {
      await deployer.publish({ functionName, package: next, description: 'imp-1' });
      await deployer.restoreLatest({ functionName, version: '1' });
      const { latest } = await deployer.describe(functionName, 'live');
      expect(latest.codeDigest).toBe(old.digest);
      await deployer.restoreLatest({ functionName, version: '1' });
      expect((await deployer.describe(functionName, 'live')).latest).toEqual(latest);
    });
  });
}
