import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildOrdersWorld } from '../../local/story/orders-world.ts';
import { startAnsweringModel, type Question } from '../support/answering-model.ts';
import { eventually, runCli, startCli, type RunningPawl } from '../support/pawl-cli.ts';

let folder: string;
let pawl: RunningPawl | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-model-'));
  await buildOrdersWorld({ folder, defects: [], beyondRecipes: true, ratePerSecond: 80 });
});

afterEach(async () => {
  pawl?.child.kill('SIGTERM');
  await pawl?.finished;
  rmSync(folder, { recursive: true, force: true });
});

const FIXED = `const COLUMNS = 21;

/** A line as the invoice printer takes it: the label, dots, the amount at the right edge. What does not fit goes without dots. */
export function printedTotal(label: string, cents: number): string {
  const amount = (cents / 100).toFixed(2);
  return \`\${label}\${'.'.repeat(Math.max(0, COLUMNS - label.length - amount.length))}\${amount}\`;
}
`;
const proof = (total: string): string => `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { printedTotal } from '../src/printed-total.ts';

it('prints a total that does not fit without dots', () => {
  assert.equal(printedTotal('ord-12345 total', 115322), '${total}');
});
`;
const answer = (total: string): string =>
  `TITLE: Print totals that do not fit\nREASON: Large totals of late orders leave no room for dots, and a negative count of them throws.\nCONFIDENCE: 0.9\nRISK: low\n\n\`\`\`ts:src/printed-total.ts\n${FIXED}\`\`\`\n\n\`\`\`ts:tests/printed-total.test.ts\n${proof(total)}\`\`\`\n`;

/** The test that it brings is wrong at first; what the gate finds, it mends. */
const model = (question: Question): string => answer(question.length > 2 ? 'ord-12345 total1153.22' : 'ord-12345 total 1153.22');

it('lets a model write what no recipe is for, sends the gate\'s findings back once, and waits for a person', { timeout: 300_000 }, async () => {
  await using practice = await startAnsweringModel(model);
  pawl = startCli(folder, 'run', '--no-self-start', '--model', practice.flag);
  const { messages } = pawl;
  await eventually('Pawl was not on', 60_000, () => messages.find(({ code }) => code === 'PAWL-RUN-001'));
  await eventually('The model was not reached', 10_000, () => messages.find(({ code }) => code === 'PAWL-MODEL-002'));

  const taken = await eventually('Nothing was taken up', 60_000, async () => {
    await runCli(folder, 'cycle', '--max', '1');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    return messages.find(({ code, text }) => code === 'PAWL-DIFF-001' && text.includes('model'));
  });
  expect(taken.text).toContain('endpoint/practice');
  const status = await eventually('It did not come to wait for a person', 150_000, async () => {
    const said = (await runCli(folder, 'status')).messages.at(-1)?.text ?? '';
    return said.includes('awaiting-approval') ? said : undefined;
  });
  expect(status).toContain('Print totals that do not fit');

  expect(practice.asked).toHaveLength(2);
  const [first, second] = practice.asked;
  expect(first?.[1]?.content).toContain('Invalid count value');
  expect(first?.[1]?.content).toContain('src/printed-total.ts');
  expect(second?.at(-1)?.content).toContain('prints a total that does not fit');
  // It is said after it is so.
  await eventually('It was not said that the checks passed', 10_000, () => messages.find(({ code, level }) => code === 'PAWL-CHECKS-001' && level === 'result'));
});
