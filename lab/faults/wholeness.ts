import { SETTLED } from '../../shared/domain/improvement.ts';
import { AuditLog } from '../../shared/store/audit-log.ts';
import { branchOf } from '../../shared/release/branch-of.ts';
import { dependenciesOn, FIXED, targetOf, type ReleaseWorld } from './release-world.ts';
import { HANDLER } from './repository.ts';

/**
 * What is not whole about an improvement's target once nobody is releasing on it any more; empty when all is well.
 * Whole: one version serves, `$LATEST` and main agree with it, nothing of the release is left over, and the audit log tells each act once.
 */
export const notWhole = async (world: ReleaseWorld, improvementId: string): Promise<string[]> => {
  const { improvements, releases, slots, audit } = dependenciesOn(world, world, 'reader');
  const improvement = await improvements.get(improvementId);
  const target = targetOf(world.root, improvement.targetId);
  const release = await releases.find(improvementId);
  const { alias, latest } = await world.deployer.describe(target.functionName, target.alias);
  const serving = (await world.deployer.versions(target.functionName)).find(({ version }) => version === alias.version);
  const isServing = serving !== undefined && serving.version === release?.candidateVersion;
  const entries = await audit.list(target.id);
  const own = entries.filter((entry) => entry.improvementId === improvementId).map(({ what }) => what);
  const expectedAct = improvement.state === 'promoted' ? ['promoted', 'kept-unproven'] : [improvement.state];
  const problems: [string, boolean][] = [
    [`the alias splits its traffic: ${JSON.stringify(alias)}`, alias.additional !== undefined],
    [`$LATEST is not what serves (version ${alias.version})`, latest.codeDigest !== serving?.codeDigest],
    [`it is ${improvement.state}`, !SETTLED.includes(improvement.state)],
    [`it is ${improvement.state} and ${isServing ? 'serves' : 'does not serve'}`, (improvement.state === 'promoted') !== isServing],
    ['the target is still leased', (await releases.holder(target.id)) !== undefined],
    ['it is still listed as active', (await releases.active()).includes(improvementId)],
    ['it is listed as watched', (await releases.watchedAfter()).includes(improvementId) !== (improvement.state === 'promoted')],
    ['it holds a slot', (await slots.holders('system')).includes(improvementId) || (await slots.holders('tenant#shop')).includes(improvementId)],
    ['it is still listed as open', (await improvements.open()).some(({ id }) => id === improvementId)],
    ['the audit log is broken', AuditLog.firstBroken(entries) !== undefined],
    [`the audit log tells ${own.join(', ')}`, new Set(own).size !== own.length || (release !== undefined && !expectedAct.includes(own.at(-1) ?? ''))],
    ...(improvement.origin === 'deployment' ? [] : await sourceProblems(world, target.repository.location, improvementId, { isServing })),
  ];
  return problems.filter(([, isWrong]) => isWrong).map(([text]) => text);
};

const sourceProblems = async (world: ReleaseWorld, location: string, improvementId: string, { isServing }: { isServing: boolean }): Promise<[string, boolean][]> => {
  const repository = world.source(location);
  const handler = (await repository.readTree('main')).files.get('src/handler.ts');
  const branches = await repository.branches('pawl/');
  return [
    [`the version that serves ${isServing ? 'has' : 'lacks'} the fix, main ${handler === FIXED ? 'has' : 'lacks'} it`, handler !== (isServing ? FIXED : HANDLER)],
    ['its branch is left over', branches.includes(branchOf(improvementId))],
  ];
};
