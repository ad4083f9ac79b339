/** Where a package is kept, by its digest: the bundle, and the source map beside it. */
export const packageKeys = (digest: string): { bundle: string; sourceMap: string } => ({ bundle: `packages/${digest}.mjs`, sourceMap: `packages/${digest}.mjs.map` });
