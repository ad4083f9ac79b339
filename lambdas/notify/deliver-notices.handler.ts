import * as z from 'zod';
import { deliverNotices } from '../../shared/commands/deliver-notices.ts';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { deliverDependencies } from './dependencies.ts';

/** Whatever wakes it, the minute's rule or a message of the topic: what there is to send stands in the store. */
const Woken = z.looseObject({});

export const handler = phaseHandler({ name: 'deliver-notices', input: Woken, run: async (_, dependencies) => deliverNotices(dependencies), dependencies: deliverDependencies });
