import * as z from 'zod';

const Parameter = z.union(
  [
    z.strictObject({
      /** What stands before the drawn number. */
      prefix: z.string().default(''),
      zipf: z.strictObject({ n: z.number().int().min(1).max(1_000_000), s: z.number().min(0).max(5) }),
    }),
    z.strictObject({
      list: z.array(z.string()).min(1),
      /** Skew over the list's order; 0 is uniform. */
      s: z.number().min(0).max(5).default(0),
    }),
  ],
  { error: 'either {"zipf": {"n", "s"}, "prefix"?} or {"list": [texts], "s"?} is needed' },
);

const Route = z.strictObject({
  weight: z.number().positive(),
  method: z.string().regex(/^[A-Z]+$/, 'an HTTP method in capitals is needed'),
  path: z.string().startsWith('/', 'must begin with /'),
  parameters: z.record(z.string(), Parameter).default({}),
  headers: z.record(z.string(), z.string()).default({}),
  /** Any JSON value; `{name}` in its texts stands for a parameter. */
  body: z.json().optional(),
});
export type Route = z.infer<typeof Route>;

const Season = z.strictObject({ amplitude: z.number().min(0).max(1), periodSeconds: z.number().positive() });

/** What kind of traffic a service gets: how much, how it swings, which routes, which keys. */
export const LoadProfile = z.strictObject({
  ratePerSecond: z.number().positive().max(10_000),
  season: Season.default({ amplitude: 0, periodSeconds: 60 }),
  routes: z.array(Route).min(1, 'at least one route is needed'),
});
export type LoadProfile = z.infer<typeof LoadProfile>;

export type ParsedProfile = { ok: true; profile: LoadProfile } | { ok: false; problems: string[] };

/** The names in braces that nobody defines, with the path of the route. */
function undefinedNames(route: Route, index: number): string[] {
  const texts = `${route.path}${route.body === undefined ? '' : JSON.stringify(route.body)}`;
  const names = [...texts.matchAll(/\{([A-Za-z_]\w*)\}/g)].map(([, name]) => name ?? '');
  const missing = names.filter((name) => !Object.hasOwn(route.parameters, name));
  return [...new Set(missing)].map((name) => `routes[${index}].parameters.${name}: used as {${name}} but not defined`);
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '') || '(the whole)';

/** Reads a profile from JSON text; every problem at once, each with its path. */
export function parseProfile(text: string): ParsedProfile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`(the whole): not valid JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = LoadProfile.safeParse(value);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`) };

  const problems = parsed.data.routes.flatMap(undefinedNames);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, profile: parsed.data };
}
