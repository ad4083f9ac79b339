import { openRunner } from '../../shared/platform/open-runner.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';

/** Apart from validation's own, so that who only waits for a person carries no compiler. */
export const approvalDependencies = (ground: Ground) => openRunner(ground, openStore(ground));
