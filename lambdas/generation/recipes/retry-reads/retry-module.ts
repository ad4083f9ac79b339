import type { BroughtModule } from '../../edits/place-module.ts';

const CONSTANTS = `const PASSING = new Set([429, 502, 503, 504]);
const REPEATS = 2;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;`;

const COMMENT = `/**
 * What \`ask\` answers. When the connection fails, or the answer says that the failure will pass (429, 502, 503, 504), asks again, twice at most:
 * after a random pause that may double each time, or when the answer wants it (\`Retry-After\`), and only while less than \`withinMs\` have gone by.
 */`;

const BODY = `  const giveUpAt = Date.now() + withinMs;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    let pauseMs = pauseBefore(repeat, null);
    try {
      const answer = await ask();
      if (!PASSING.has(answer.status)) return answer;
      pauseMs = pauseBefore(repeat, answer.headers?.get('retry-after') ?? null);
      if (Date.now() + pauseMs >= giveUpAt) return answer;
      await answer.body?.cancel();
    } catch (error) {
      if (!isConnectionFailure(error) || Date.now() + pauseMs >= giveUpAt) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return ask();
}`;

const FAILURE = `/** Refused, reset, not found: whoever was asked has answered nothing. An abort is no such thing, nor is an address that is none. */
const isConnectionFailure = (error$ERROR) => error instanceof TypeError && 'cause' in error && error.cause !== undefined && !(error.cause instanceof TypeError);`;

const PAUSE = `const pauseBefore = (repeat$REPEAT, retryAfter$AFTER) => {
  if (retryAfter === null) return Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** repeat);
  const seconds = Number(retryAfter);
  return Math.max(0, Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() || Infinity : seconds * 1000);
};`;

const CASES = `const statuses = (...all‹: (number | Error)[]›) => {
  const asked‹: number[]› = [];
  const ask = async () => {
    const next = all[asked.length] ?? 200;
    asked.push(0);
    if (typeof next !== 'number') throw next;
    return new Response(null, { status: next, headers: { 'retry-after': '0' } });
  };
  return { asked, ask };
};
const refused = () => new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });

test('asks again when the answer says that the failure will pass', async () => {
  const { asked, ask } = statuses(503, 429);
  EQUAL((await retryRead(ask, 1000)).status ~ 200);
  EQUAL(asked.length ~ 3);
});

test('asks again when the connection fails', async () => {
  const { asked, ask } = statuses(refused());
  EQUAL((await retryRead(ask, 1000)).status ~ 200);
  EQUAL(asked.length ~ 2);
});

test('gives back the last answer after two repeats', async () => {
  const { asked, ask } = statuses(503, 503, 502);
  EQUAL((await retryRead(ask, 1000)).status ~ 502);
  EQUAL(asked.length ~ 3);
});

test('does not repeat what will not pass', async () => {
  const { asked, ask } = statuses(404);
  EQUAL((await retryRead(ask, 1000)).status ~ 404);
  EQUAL(asked.length ~ 1);
});

test('does not repeat what was aborted', async () => {
  const { asked, ask } = statuses(new DOMException('too late', 'TimeoutError'));
  REJECTS(retryRead(ask, 1000) ~ too late);
  EQUAL(asked.length ~ 1);
});

test('does not ask again when there is no time left', async () => {
  const { asked, ask } = statuses(503);
  EQUAL((await retryRead(ask, 0)).status ~ 503);
  EQUAL(asked.length ~ 1);
});
`;

const JS_COMMENT = COMMENT.replace(
  ' */',
  ` *
 * @template {{ status: number, headers?: { get(name: string): string | null }, body?: { cancel?: () => unknown } | null }} Answer
 * @param {() => Promise<Answer>} ask
 * @param {number} withinMs
 * @returns {Promise<Answer>}
 */`,
);

/** `retryRead`: asks again a little later, for code that reads with fetch. */
export const RETRY_MODULE: BroughtModule = {
  name: 'retryRead',
  words: ['retry', 'read'],
  source: {
    ts: {
      before: `${CONSTANTS}\n\n${FAILURE.replace('$ERROR', ': unknown')}\n\n/** As long as the answer wishes (seconds or a date), else by chance, up to twice as long each time. */\n${PAUSE.replace('$REPEAT', ': number').replace('$AFTER', ': string | null')}`,
      comment: COMMENT,
      code: `async function retryRead<Answer extends Pick<Response, 'status'> & Partial<Pick<Response, 'headers' | 'body'>>>(ask: () => Promise<Answer>, withinMs: number): Promise<Answer> {\n${BODY}`,
    },
    js: {
      before: `${CONSTANTS}\n\n${FAILURE.replace('/** Refused', '/**\n * Refused').replace('that is none. */', 'that is none.\n *\n * @param {unknown} error\n */').replace('$ERROR', '')}\n\n/**\n * As long as the answer wishes (seconds or a date), else by chance, up to twice as long each time.\n *\n * @param {number} repeat\n * @param {string | null} retryAfter\n */\n${PAUSE.replace('$REPEAT', '').replace('$AFTER', '')}`,
      comment: JS_COMMENT,
      code: `async function retryRead(ask, withinMs) {\n${BODY.replace('answer.body?.cancel()', 'answer.body?.cancel?.()')}`,
    },
  },
  cases: CASES,
};
