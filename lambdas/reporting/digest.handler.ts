import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { reportingDependencies } from './dependencies.ts';
import { DigestInput, publishDigest } from './publish-digest.ts';

export const handler = phaseHandler({ name: 'digest', input: DigestInput, run: publishDigest, dependencies: reportingDependencies });
