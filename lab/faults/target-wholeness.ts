import { SETTLED } from '../../shared/domain/improvement.ts';
import { branchOf } from '../../shared/release/branch-of.ts';
import { AuditLog } from '../../shared/store/audit-log.ts';
import { DEPLOYMENT, ID, TARGET } from './actors.ts';
import { dependenciesOn, FIXED, targetOf, type ReleaseWorld } from './release-world.ts';

/** What an act that is missing, told twice or forged in the audit log reads like. */
export const isAboutRecords = (problem: string): boolean => problem.includes('log');

/** What is not whole about the target, whoever did what to it; empty when all is well. */
export const targetNotWhole = async (world: ReleaseWorld): Promise<string[]> => {
  const { improvements, releases, slots, audit } = dependenciesOn(world, world, 'reader');
  const { functionName, alias: name, repository } = targetOf(world.root, TARGET);
  const { alias, latest } = await world.deployer.describe(functionName, name);
  const serving = (await world.deployer.versions(functionName)).find(({ version }) => version === alias.version);
  const all = await Promise.all([ID, DEPLOYMENT].map(async (id) => ({ improvement: await improvements.get(id), release: await releases.find(id) })));
  const released = all.filter(({ improvement: { state } }) => state !== 'validating');
  const [fix] = all;
  const isFixed = fix?.improvement.state === 'promoted';
  const holders = await slots.holders('system');
  const entries = await audit.list(TARGET);
  const source = world.source(repository.location);
  const text = (await source.readTree('main')).files.get('src/handler.ts') ?? '';
  const checks: [string, boolean][] = [
    [`the alias splits its traffic: ${JSON.stringify(alias)}`, alias.additional !== undefined],
    ['$LATEST is not what serves', latest.codeDigest !== serving?.codeDigest],
    ['what serves is neither promoted nor the first version', alias.version !== '1' && !released.some(({ improvement, release }) => improvement.state === 'promoted' && release?.candidateVersion === alias.version)],
    ['promoted, but it does not serve', isFixed && alias.version !== fix?.release?.candidateVersion],
    [`main ${text === FIXED ? 'has' : 'lacks'} the fix, which is ${fix?.improvement.state}`, fix?.improvement.origin === 'opportunity' && (text === FIXED) !== isFixed && !text.includes('older')],
    ['the target is still leased', (await releases.holder(TARGET)) !== undefined],
    ['a release is still active', (await releases.active()).length > 0],
    ['a branch is left over', (await source.branches('pawl/')).includes(branchOf(ID))],
    ['the audit log is broken', AuditLog.firstBroken(entries) !== undefined],
    ...released.flatMap(({ improvement: { id, state } }): [string, boolean][] => {
      const acts = entries.filter(({ improvementId }) => improvementId === id).map(({ what }) => what);
      return [
        [`${id} is ${state}`, !SETTLED.includes(state)],
        [`${id} holds a slot`, holders.includes(id)],
        [`${id}: an act stands in the log twice`, new Set(acts).size !== acts.length],
        [`${id}: the log does not end with ${state}`, acts.at(-1) !== state],
      ];
    }),
  ];
  return checks.filter(([, isWrong]) => isWrong).map(([problem]) => problem);
};
