import type { BroughtModule } from '../../edits/place-module.ts';

const COMMENT = `/**
 * The answers of \`work\` for all items, in the order of the items, with at most \`limit\` of them under way at a time.
 * After a failure nothing more is begun; when all that is under way has ended, the failure of the earliest item is thrown.
 */`;

const BODY = `  const answers$ANSWERS = [];
  const failures$FAILURES = [];
  const waiting = [...items].entries();

  const worker = async () => {
    for (const [index, item] of waiting) {
      try {
        answers[index] = await work(item, index);
      } catch (error) {
        failures.push({ index, error });
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));

  const [first] = failures.sort((a, b) => a.index - b.index);
  if (first !== undefined) throw first.error;
  return answers;
}`;

const PLAIN_COMMENT = COMMENT.replace(
  ' */',
  ` *
 * @template Item
 * @template Answer
 * @param {readonly Item[]} items
 * @param {number} limit
 * @param {(item: Item, index: number) => Answer | Promise<Answer>} work
 * @returns {Promise<Answer[]>}
 */`,
);

const CASES = `const pause = () => new Promise‹<void>›((resolve) => setTimeout(resolve, 1));

test('answers in the order of the items', async () => {
  const answers = await mapLimit([3, 1, 2], 2, async (item) => {
    for (let round = 0; round < item; round += 1) await pause();
    return item * 10;
  });

  EQUAL(answers ~ [30, 10, 20]);
});

test('has at most so many under way at a time', async () => {
  let underWay = 0;
  let most = 0;
  await mapLimit([1, 2, 3, 4, 5, 6, 7], 3, async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await pause();
    underWay -= 1;
  });

  EQUAL(most ~ 3);
});

test('throws the failure of the earliest item and begins nothing after it', async () => {
  const begun‹: number[]› = [];
  const work = async (item‹: number›) => {
    begun.push(item);
    if (item === 1) await pause();
    if (item <= 2) throw new Error(\`no \${item}\`);
  };

  REJECTS(mapLimit([1, 2, 3, 4], 2, work) ~ no 1);
  EQUAL(begun ~ [1, 2]);
});

test('has nothing to do for nothing', async () => {
  EQUAL(await mapLimit([], 4, async (item) => item) ~ []);
});
`;

/** `mapLimit`: the module that does at most so many things at a time, for code that has nothing of the kind. */
export const LIMIT_MODULE: BroughtModule = {
  name: 'mapLimit',
  words: ['map', 'limit'],
  source: {
    ts: {
      comment: COMMENT,
      code: `async function mapLimit<Item, Answer>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Answer | Promise<Answer>,
): Promise<Answer[]> {
${BODY.replace('$ANSWERS', ': Answer[]').replace('$FAILURES', ': { index: number; error: unknown }[]')}`,
    },
    js: {
      comment: PLAIN_COMMENT,
      code: `async function mapLimit(items, limit, work) {\n${BODY.replace('const answers$ANSWERS', '/** @type {Answer[]} */\n  const answers').replace('const failures$FAILURES', '/** @type {{ index: number, error: unknown }[]} */\n  const failures')}`,
    },
  },
  cases: CASES,
};
