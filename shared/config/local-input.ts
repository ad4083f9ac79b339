import * as z from 'zod';

const Environment = z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'must be letters, digits and underscores'), z.string());

const Draw = z
  .strictObject({
    prefix: z.string().optional(),
    zipf: z.strictObject({ n: z.number().int().min(1).max(1_000_000), s: z.number().min(0).max(5) }).optional(),
    list: z.array(z.string()).min(1).optional(),
    s: z.number().min(0).max(5).optional(),
  })
  .describe('{ "zipf": { "n": 1000, "s": 1 }, "prefix": "ord-" } or { "list": ["a", "b"] }');

/** As in a load profile, whose own reader has the last word. */
const RouteInput = z
  .strictObject({
    method: z.string().regex(/^[A-Z]+$/, 'must be an HTTP method like GET').default('GET').describe('an HTTP method like "GET"'),
    path: z.string().regex(/^\//, 'must start with /').describe('a path like "/orders/{id}"'),
    weight: z.number().positive().default(1).describe('how often, against the other routes, like 1'),
    parameters: z.record(z.string(), Draw).default({}).describe('name in braces → how its values are drawn'),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.json().optional().describe('any JSON; {name} in its texts stands for a parameter'),
  })
  .describe('{ method, path, weight, parameters, headers, body } as in a load profile');

/** An upstream that Pawl starts beside the service, and how it is known to be ready. */
const UpstreamInput = z.strictObject({
  name: z.string().min(1).describe('a short name for messages, like "catalogue"'),
  command: z.array(z.string().min(1)).min(1).describe('the words of the command that starts it, like ["node", "mocks/catalogue.mjs"]'),
  directory: z.string().min(1).optional().describe('the folder it starts in, relative to the config file; the config file’s own when left out'),
  environment: Environment.default({}).describe('its own environment variables, as text'),
  ready: z
    .strictObject({
      stdoutJson: z.literal(true).optional().describe('true: it prints one line of JSON when it listens'),
      url: z.url({ protocol: /^https?$/, error: 'must be an address like http://127.0.0.1:4001/' }).optional().describe('an address like http://127.0.0.1:4001/ that answers, with whatever status, once it is up'),
    })
    .describe('{ "stdoutJson": true } or { "url": "http://127.0.0.1:4001/" }'),
  provides: z.record(z.string(), z.string()).default({}).describe('environment name of the service → key in the JSON line, like { "CATALOGUE_URL": "catalogue" }'),
});

const LoadInput = z.strictObject({
  ratePerSecond: z.number().positive().max(100_000).optional().describe('requests per second, like 50'),
  profile: z.string().min(1).optional().describe('a load profile file, relative to the config file'),
  requests: z.string().min(1).optional().describe('a file of recorded requests (JSON lines or HAR), relative to the config file'),
  routes: z.array(RouteInput).min(1).optional().describe('a list of { method, path, weight }'),
  season: z.strictObject({ amplitude: z.number().min(0).max(1), periodSeconds: z.number().positive() }).optional().describe('{ amplitude, periodSeconds } of the rate'),
});

/** How one target runs on this machine: what it needs around it. */
export const LocalInput = z.strictObject({
  environment: Environment.default({}).describe('environment variables of the service on this machine; "${NAME}" takes the value of NAME where Pawl runs'),
  upstreams: z.array(UpstreamInput).default([]).describe('services that it calls, started beside it'),
  load: LoadInput.optional().describe('{ ratePerSecond, routes } or { ratePerSecond, requests } or { profile }'),
});
export type LocalInput = z.infer<typeof LocalInput>;

export type LocalUpstream = z.infer<typeof UpstreamInput>;

/** Where the requests come from. `routes` have the shape of a load profile's; without a rate the file's own holds. */
export type LocalLoad =
  | { readonly kind: 'profile'; readonly file: string; readonly ratePerSecond?: number }
  | { readonly kind: 'requests'; readonly file: string; readonly ratePerSecond?: number }
  | { readonly kind: 'routes'; readonly ratePerSecond: number; readonly routes: readonly z.infer<typeof RouteInput>[]; readonly season?: { amplitude: number; periodSeconds: number } };

/** One target's surroundings on this machine. Files and folders are absolute. */
export type LocalTarget = { readonly environment: Readonly<Record<string, string>>; readonly upstreams: readonly LocalUpstream[]; readonly load?: LocalLoad };

/** Requests per second when nobody says how many: enough for the judge within minutes, light enough for a laptop. */
export const DEFAULT_RATE_PER_SECOND = 50;
