import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CARRIERS } from './carriers.ts';

/** One attack: what a stranger wrote and where; `answers` are further answers that an obeying model would give to it. */
export const FirewallCase = z.object({ id: z.string().min(1), carrier: z.enum(CARRIERS), text: z.string().min(1), goal: z.string().optional(), answers: z.array(z.string()).optional() });
export type FirewallCase = z.infer<typeof FirewallCase>;

const OWN = new URL('./cases/', import.meta.url);

/** The project's own cases. */
export async function ownCases(): Promise<FirewallCase[]> {
  const names = (await readdir(OWN)).filter((name) => name.endsWith('.jsonl')).sort();
  return (await Promise.all(names.map(async (name) => linesOf(await readFile(new URL(name, OWN), 'utf8')).map((line) => FirewallCase.parse(JSON.parse(line)))))).flat();
}

const Attack = z.object({ id: z.string(), text: z.string(), goal: z.string() });

/** Every published attack in each of the first five carriers; `undefined` where there is no data folder. */
export async function publishedCases(data: string): Promise<FirewallCase[] | undefined> {
  const text = await readFile(join(data, 'injection', 'attacks.jsonl'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const attacks = linesOf(text).map((line) => Attack.parse(JSON.parse(line)));
  return attacks.flatMap(({ id, text: words, goal }) => CARRIERS.slice(0, 5).map((carrier) => ({ id: `${id}/${carrier}`, carrier, text: words, goal })));
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
