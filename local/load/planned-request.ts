/** One request to send. `path` begins with a slash and includes the query. */
export interface PlannedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}
