import type { Context } from 'aws-lambda';
import { hideFromTests, serveWorkshop, workshopServer } from './workshop/dependencies.ts';

// While there is no invocation yet: what runs later must not find this process open to it.
hideFromTests(process.env);

const server = workshopServer(process.env);

/**
 * Builds or tests code that nobody has approved yet. Without Powertools, clients and logs of its own: its role may do nothing, and
 * what shares an environment with unproven code should know as little as possible.
 */
export const handler = (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => serveWorkshop(event, context.getRemainingTimeInMillis(), server);
