/** The service whose invocations are measured, in a folder of its own as on Lambda: what calls it is not its code. */
export type Handler = (event: object, context: object) => Promise<{ statusCode: number }>;

/** A handler that asks `calls` times with the given `fetch`, one after the other, and does one more thing at its end. */
export const getProducts =
  (calls: number, fetch: typeof globalThis.fetch, also: () => void = () => undefined): Handler =>
  async () => {
    for (let index = 0; index < calls; index += 1) await fetch(`https://catalogue.example.com/products/${index % 40}?fields=name`, { headers: { accept: 'application/json' } });
    also();
    return { statusCode: 200 };
  };
