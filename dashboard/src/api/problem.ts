/** What went wrong with a question, in words that a person can act on. `status` 0: no answer came at all. */
export type Problem = { readonly status: number; readonly title: string; readonly detail: string; readonly code?: string | undefined; readonly retryAfterSeconds?: number | undefined };

const TITLES: Readonly<Record<number, string>> = {
  0: 'Pawl does not answer',
  401: 'Signed out',
  403: 'Not permitted',
  404: 'Not there',
  409: 'Not possible now',
  422: 'Not understood',
  429: 'Too many questions',
  503: 'Not available now',
};

/** The problem in an answer of the API (RFC 9457, `application/problem+json`), also where a proxy answered something else. */
export const problemFrom = (status: number, body: unknown, retryAfter?: string | null): Problem => {
  const said = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const { title, detail, code } = said;
  const seconds = retryAfter ? Number(retryAfter) : Number.NaN;
  return {
    status,
    title: TITLES[status] ?? (typeof title === 'string' && title !== '' ? title : `Answer ${status}`),
    detail: typeof detail === 'string' && detail !== '' ? detail : status >= 500 ? 'Pawl had an error of its own. Its log says more.' : 'No more was said.',
    ...(typeof code === 'string' ? { code } : {}),
    ...(Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {}),
  };
};

/** No answer came: the process has ended, or the way to it is cut. */
export const UNREACHABLE: Problem = { status: 0, title: 'Pawl does not answer', detail: 'Is it still running? This page tries again by itself; nothing that runs is affected by it.' };
