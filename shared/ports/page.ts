/** A file of the page, in an encoding that the browser takes. `immutable`: its name changes with its content. */
export type PageFile = { readonly bytes: Uint8Array; readonly contentType: string; readonly immutable: boolean; readonly encoding?: 'br' | 'gzip' };

/** The page's files, by their path from its root, like `/index.html`. `undefined` for whatever is not one of them. */
export interface Page {
  file(path: string, acceptEncoding: string): Promise<PageFile | undefined>;
}
