import { builtinModules } from 'node:module';
import type { Check, CheckFinding, CheckName } from '../../shared/domain/check.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';
import { checkComplexity } from '../../shared/rules/gate/complexity.ts';
import { isConfigurationChange } from '../../shared/rules/gate/configuration-change.ts';
import { checkImports } from '../../shared/rules/gate/imports.ts';
import { checkScope } from '../../shared/rules/gate/patch-scope.ts';
import { checkPowers } from '../../shared/rules/gate/powers.ts';
import { riskOf } from '../../shared/rules/gate/risk.ts';
import { newSecurityFindings } from '../../shared/rules/gate/security/new-findings.ts';
import { checkSyntax } from '../../shared/rules/gate/syntax.ts';
import { checkTestCode } from '../../shared/rules/gate/test-code-in-service.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkTypes } from './check-types.ts';

const BUILTINS: ReadonlySet<string> = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:test', 'node:sqlite', 'node:sea', 'node:test/reporters']);

export type StaticInput = { readonly target: Target; readonly patch: Patch; readonly before: Files; readonly after: Files; readonly skipped: readonly string[]; readonly dependencies: string | undefined };

export type CheapChecks = { readonly checks: readonly Check[]; readonly worstComplexityRise: number };

/** What needs no more than reading: scope, parse, imports, secrets, security, complexity. All of them run, so that one round of repair can answer all. */
export async function cheapChecks({ target, patch, before, after, skipped }: StaticInput, clock: Clock): Promise<CheapChecks> {
  const changed = patch.files.map(({ path }) => path);
  const complexity = checkComplexity(before, after, changed);
  return {
    worstComplexityRise: complexity.worstRise,
    checks: [
      await timed('scope', clock, () => [...checkScope(patch, target, isConfigurationChange), ...checkPowers({ before, after, changed, author: patch.author.kind })], `${changed.length === 1 ? '1 file' : `${changed.length} files`}, all inside the target's scope and powers; risk ${patch.risk}${riskIsFrom(patch)}`),
      await timed('parse', clock, () => checkSyntax(after, changed), 'every changed file can be read'),
      await timed('imports', clock, () => [...checkImports({ before, after, skipped, author: patch.author.kind, builtins: BUILTINS }), ...checkTestCode(before, after, changed)], 'every import leads somewhere, none is new to the service'),
      await timed('secrets', clock, () => checkSecrets(patch.files), 'no secret comes in'),
      await timed('security', clock, () => newSecurityFindings(before, after, changed), 'no weakness comes in'),
      await timed('complexity', clock, () => complexity.findings, 'no function becomes too complex'),
    ],
  };
}

const riskIsFrom = ({ files }: Patch): string => riskOf(files).reasons.slice(0, 2).map((why, index) => `${index === 0 ? ': ' : ' '}${why}`).join('');

/** The target's own type check: new errors only. */
export async function typesCheck({ before, after, patch, dependencies }: StaticInput, clock: Clock): Promise<Check> {
  const startedAt = clock.now();
  const result = await checkTypes({ before, after, changed: patch.files.map(({ path }) => path), dependencies });
  const durationMs = clock.now() - startedAt;
  if (result.kind === 'not-applicable') return { name: 'types', status: 'skipped', summary: result.reason, findings: [], durationMs };
  return toCheck('types', result.findings, 'no new type error', durationMs);
}

/** A check that failed if it found anything. */
export function toCheck(name: CheckName, findings: readonly CheckFinding[], whenPassed: string, durationMs: number): Check {
  const [first = ''] = (findings[0]?.message ?? '').split('\n');
  const summary = findings.length === 0 ? whenPassed : first + (findings.length > 1 ? ` (and ${findings.length - 1} more)` : '');
  return { name, status: findings.length === 0 ? 'passed' : 'failed', summary, findings: [...findings], durationMs };
}

async function timed(name: CheckName, clock: Clock, run: () => readonly CheckFinding[] | Promise<readonly CheckFinding[]>, whenPassed: string): Promise<Check> {
  const startedAt = clock.now();
  const findings = await run();
  return toCheck(name, findings, whenPassed, clock.now() - startedAt);
}
