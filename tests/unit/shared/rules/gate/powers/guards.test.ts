import { describe, expect, it } from 'vitest';
import { guardsKept } from '../../../../../../shared/rules/gate/powers/guards.ts';

const OLD = `import { verifyToken } from './token.ts';
export function authorize(user, order) {
  if (!user) throw new Error('who?');
  if (order.owner !== user.id && user.role !== 'admin') return false;
  return true;
}
export async function handler(event) {
  const user = await verifyToken(event.headers.authorization);
  const order = await load(event.id);
  if (!authorize(user, order)) return { statusCode: 403 };
  const lines = [];
  for (const line of order.lines) lines.push(await get(line));
  return { statusCode: 200, body: JSON.stringify(lines) };
}
`;
const findings = (change: (text: string) => string, more: Readonly<Record<string, string>> = {}) => guardsKept({ before: new Map([['src/a.ts', OLD]]), after: new Map([['src/a.ts', change(OLD)], ...Object.entries(more)]), changed: ['src/a.ts', ...Object.keys(more)], author: 'model' });

describe('checks of who may do what', () => {
  it.each<[string, (text: string) => string]>([
    ['not asked any more', (text) => text.replace('if (!authorize(user, order)) return { statusCode: 403 };\n', '')], ['made to say yes', (text) => text.replace(/ {2}if \(!user\)[^]*?return true;/, '  return true;')], ['with one condition less', (text) => text.replace("order.owner !== user.id && user.role !== 'admin'", "user.role === 'guest'")],
    ['not read from the request any more', (text) => text.replace('await verifyToken(event.headers.authorization)', '{ id: event.id }')], ['that say so and let pass', (text) => text.replace('statusCode: 403', 'statusCode: 200')], ['gone with their function', (text) => text.replace(/export function authorize[^]*?\n\}\n/, '')], ['without an exception', (text) => text.replace("throw new Error('who?')", 'user = {}')],
  ])('are missed when they are %s', (_, change) => {
    expect(findings(change)).not.toEqual([]);
  });

  it('may stay while other code changes, and move to another file', () => {
    expect(findings((text) => text.replace(/ {2}const lines[^]*?\(line\)\);/, '  const lines = await Promise.all(order.lines.map(get));'))).toEqual([]);
    const rule = /export function authorize[^]*?\n\}\n/.exec(OLD)?.[0] ?? '';
    expect(findings((text) => text.replace(rule, "import { authorize } from './authorize.ts';\n"), { 'src/authorize.ts': rule })).toEqual([]);
  });
});
