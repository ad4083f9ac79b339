import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Missing, pythonEnvironment } from '../../localstack/python-environment.ts';

const SCRIPT = fileURLToPath(new URL('rival.py', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/drain3', import.meta.url));

const Configuration = z.object({ groups: z.record(z.string(), z.array(z.int())), linesPerSecond: z.number().positive() });
const Result = z.object({ plain: Configuration, masked: Configuration });

/** Drain3 without masks and with them: the group of each message, and messages a second on one core (the median of the runs). */
export type Drain3Result = z.infer<typeof Result>;

/**
 * Runs Drain3 (PyPI, pinned in requirements.txt) on the messages of some systems: each system by itself for the groups, all together
 * `repeat` times for the speed. Makes its own virtual environment the first time; says what is missing when there is no Python or no
 * registry.
 */
export const runDrain3 = async (work: { readonly systems: Readonly<Record<string, readonly string[]>>; readonly repeat: number; readonly runs: number }): Promise<Drain3Result | Missing> => {
  const found = await pythonEnvironment(FOLDER, { requirements: REQUIREMENTS, who: 'Drain3' });
  if ('missing' in found) return found;
  const child = spawn(found.python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  // A script that ends early is told by its code, not by the pipe it left.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(work));
  const answer: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => answer.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Drain3 ended with code ${code}: see its own words above.`);
  return Result.parse(JSON.parse(answer.join('')));
};
