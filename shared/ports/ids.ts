export interface Ids {
  /** A new identifier: unguessable, URL-safe, sortable by time of creation, with the prefix in front (`imp-…`). */
  next(prefix: string): string;
  /** The same identifier for the same cause, whoever asks and however often. */
  derived(prefix: string, cause: string): string;
}
