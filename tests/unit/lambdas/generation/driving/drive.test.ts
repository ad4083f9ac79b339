import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { drive } from '../../../../../lambdas/generation/driving/drive.ts';
import { givenFrom } from '../../../../../lambdas/generation/driving/given-from.ts';
import { isReached, unquiet } from '../../../../../lambdas/generation/driving/quiet.ts';
import { sampleValue } from '../../../../../lambdas/generation/driving/sample-value.ts';
import { targetProgram, type TargetProgram } from '../../../../../lambdas/generation/program/target-program.ts';
import { descendants, functionName, isOwnFunction, type OwnFunction } from '../../../../../lambdas/generation/reading/enclosing.ts';

const SOURCE = `
type Part = { name: string; weight?: number; colour: 'red' | 'blue' };
type Order = { id: string; parts: Part[]; note: string | null; at: Date; kinds: Set<string>; ship(): void };
type Plain = { id: number; base: string; parts: readonly Part[]; isPaid: boolean; owner: { name: string } | null };
export class Money { #cents = 1; read() { return this.#cents; } }
interface Http { get(path: string): Promise<string>; post(path: string): Promise<void> }

export function plain(plain: Plain, most = 3) { return [plain.id, most]; }
export function withMethods(order: Order) { return order.id; }
export function withClass(money: Money) { return money.read(); }
function hidden(id: string) { return id; }
export const deep = ({ http }: { http: Http }, id: string) => http.get(id);
export class Desk {
  private readonly http: Http;
  constructor(http: Http, readonly base: string) { this.http = http; }
  async show(id: string) { const { http } = this; return this.http.get(id + hidden(id) + http); }
  private inner(id: string) { return id; }
}
export function early(id: string) { if (id === '') return ''; return id.trim(); }
export function chosen(id: string) { return id === 'a' ? id.trim() : ''; }
export function always(id: string) { if (id.trim() === '') return 'none'; return id; }
export function throwing(id: string) { if (id === '') throw new Error('no'); return id.trim(); }
export function setting(id: string) { return process.env['BASE'] + id; }
`;
const target = targetProgram(new Map([['src/a.ts', SOURCE], ['src/busy.ts', 'declare function start(): void;\nstart();\nexport const busy = (id: string) => id;\n']]), undefined);

const functionIn = (program: TargetProgram, name: string): OwnFunction => {
  const found = program.sources.flatMap((source) => descendants(source, isOwnFunction)).find((fn) => functionName(fn) === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const sampleOf = (name: string, wanted?: Parameters<typeof sampleValue>[4]) => {
  const [parameter] = functionIn(target, name).parameters;
  return parameter && sampleValue(target, target.checker.getTypeAtLocation(parameter), parameter.name.getText(), parameter, wanted);
};
const callIn = (name: string, text: string): ts.CallExpression => {
  const call = descendants(functionIn(target, name), ts.isCallExpression).find((each) => each.expression.getText() === text);
  if (call === undefined) throw new Error(`${name} does not call ${text}`);
  return call;
};

describe('values made up for a test', () => {
  test('have every part that is not optional, with addresses where names ask for one', () => {
    expect(sampleOf('plain')).toBe("{ id: 1, base: 'http://localhost', parts: [{ name: 'a', colour: 'red' }], isPaid: true, owner: { name: 'a' } }");
  });

  test('have what is wanted, lack what is to be left out, and lists with nothing in them', () => {
    expect(sampleOf('plain', { owner: '', id: 'id', parts: { 0: '' } })).toBe("{ id, base: 'http://localhost', parts: [], isPaid: true }");
  });

  test('are not made up for what has methods or belongs to a class, unless those are given', () => {
    expect(sampleOf('withMethods')).toBeUndefined();
    expect(sampleOf('withMethods', { ship: 'ship' })).toBe("{ id: 'a', parts: [{ name: 'a', colour: 'red' }], note: 'a', at: new Date(0), kinds: new Set(['a']), ship }");
    expect(sampleOf('withClass')).toBeUndefined();
  });

  test('fit the types they are made for', () => {
    const text = sampleOf('plain') ?? '';
    const changed = target.withFiles(new Map([['src/use.ts', `import { plain } from './a.ts';\nplain(${text});\n`]]));
    const use = changed.sourceFile('src/use.ts');
    expect(use && changed.program.getSemanticDiagnostics(use).map(({ messageText }) => messageText)).toEqual([]);
  });
});

describe('where a value comes from', () => {
  test('is followed through patterns and properties to a parameter', () => {
    expect(givenFrom(target, functionIn(target, 'deep'), callIn('deep', 'http.get').expression)).toEqual({ by: 'call', index: 0, path: ['http', 'get'] });
  });

  test('is followed through a field to the constructor', () => {
    expect(givenFrom(target, functionIn(target, 'show'), callIn('show', 'this.http.get').expression)).toEqual({ by: 'constructor', index: 0, path: ['get'] });
  });

  test('is unknown for the functions of the module', () => {
    expect(givenFrom(target, functionIn(target, 'show'), callIn('show', 'hidden').expression)).toBeUndefined();
  });
});

describe('calling a function from a test', () => {
  test('stops at the first argument that may be left out', () => {
    expect(drive(target, functionIn(target, 'plain'), [])).toMatchObject({ imports: 'plain', call: expect.stringMatching(/^plain\(\{.*\}‹ as never›\)$/) });
  });

  test('makes an object of the class with what its constructor is given', () => {
    const from = givenFrom(target, functionIn(target, 'show'), callIn('show', 'this.http.get').expression);
    expect(drive(target, functionIn(target, 'show'), from ? [{ from, text: 'read' }] : [])).toMatchObject({ imports: 'Desk', call: "new Desk({ get: read }‹ as never›, 'http://localhost').show('a')" });
  });

  test.each([
    ['hidden', /not exported/],
    ['inner', /not exported/],
    ['withClass', /`money` cannot be made up/],
    ['busy', /does more than declare/],
  ])('says why it cannot call %s', (name, why) => {
    expect(drive(target, functionIn(target, name), [])).toEqual({ none: expect.stringMatching(why) });
  });
});

describe('a function that a test may run as it is', () => {
  test('is certain to come to the place, whatever it is given', () => {
    const reached = ['early', 'chosen', 'always', 'throwing'].map((name) => isReached(functionIn(target, name), callIn(name, 'id.trim')));
    expect(reached).toEqual([false, false, true, true]);
  });

  test('neither throws, nor calls others, nor asks the environment', () => {
    expect(['always', 'throwing', 'setting', 'show'].map((name) => unquiet(target, functionIn(target, name), name === 'show' ? [callIn('show', 'this.http.get')] : []) === undefined)).toEqual([true, false, false, false]);
    expect(unquiet(target, functionIn(target, 'show'), [callIn('show', 'hidden')])).toMatch(/`this\.http\.get/);
  });
});
