/** Packages and reports: whole blobs by key (`packages/…`, `reports/…`). */
export interface BlobStore {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** Where a person can open it: a path on one machine, a link on AWS. */
  locate(key: string): string;
}
