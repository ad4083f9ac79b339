import type { Check } from '../../shared/domain/check.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Package, Workshop } from '../../shared/ports/workshop.ts';
import { toCheck, type StaticInput } from './static-checks.ts';

/** Builds what would be deployed, apart from any test run, so that a test cannot touch it. */
export async function packageCheck({ target, after, dependencies }: StaticInput, { workshop, clock }: { workshop: Workshop; clock: Clock }): Promise<{ readonly check: Check; readonly package: Package | undefined }> {
  const startedAt = clock.now();
  const built = await workshop.pack({ files: after, dependencies, entry: target.entry });
  const durationMs = clock.now() - startedAt;
  if (built.ok) return { check: toCheck('package', [], `${Math.ceil(built.package.bundle.length / 1024)} KB`, durationMs), package: built.package };
  const findings = built.errors.map(({ message, path, line }) => ({ message: path === undefined ? message : `${path}: ${message}`, advice: 'Make the service build again.', ...(path === undefined ? {} : { path }), ...(line === undefined || line < 1 ? {} : { line }) }));
  return { check: toCheck('package', findings.length > 0 ? findings : [{ message: 'The service could not be built.', advice: 'Make the service build again.' }], '', durationMs), package: undefined };
}
