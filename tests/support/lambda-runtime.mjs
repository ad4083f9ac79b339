// As much of Lambda's runtime for Node as the workshop's handler needs: takes events, answers them. `node lambda-runtime.mjs HANDLER`
const { handler } = await import(process.argv[2]);
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/`;
for (;;) {
  const next = await fetch(`${api}next`);
  const id = next.headers.get('Lambda-Runtime-Aws-Request-Id');
  const answer = await handler(await next.json(), { getRemainingTimeInMillis: () => 60_000 });
  await fetch(`${api}${id}/response`, { method: 'POST', body: JSON.stringify(answer) });
}
