/**
 * One function of the loop in the way Lambda runs it: a thread with an environment of its own, which loads the handler once and answers one
 * event after the other. What it throws is told as Lambda tells it.
 */
import { parentPort, workerData } from 'node:worker_threads';

const { entry, name, timeoutSeconds } = workerData as { entry: string; name: string; timeoutSeconds: number };
const { handler } = (await import(entry)) as { handler: (event: unknown, context: object) => Promise<unknown> };

parentPort?.on('message', ({ id, event }: { id: number; event: unknown }) => {
  const deadline = Date.now() + timeoutSeconds * 1000;
  const context = {
    functionName: name, functionVersion: '$LATEST', memoryLimitInMB: '1024', awsRequestId: `request-${id}`, invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const answer = (said: object): void => parentPort?.postMessage({ id, ...said }, []);
  handler(event, context).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ failed: error instanceof Error ? { errorType: error.name, errorMessage: error.message } : { errorType: 'Error', errorMessage: String(error) } }),
  );
});
