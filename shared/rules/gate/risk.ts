import ts from 'typescript';
import type { Risk } from '../../domain/opportunity.ts';
import type { FileChange } from '../../domain/remedy.ts';
import { changedLines, sizeOfPatch } from './changed-lines.ts';
import { measureFunctions } from './cyclomatic.ts';
import { isCodePath, isTestPath } from './source-path.ts';

/** `reasons`: a sentence for each thing that raises it above low, worst first. */
export type AssessedRisk = { readonly risk: Risk; readonly reasons: readonly string[] };

type Reason = { readonly risk: Risk; readonly why: string };

const RANK = { low: 0, medium: 1, high: 2 } as const satisfies Record<Risk, number>;
/** A change that one look takes in. */
const SMALL_FILES = 3;
const SMALL_LINES = 150;

const GUARDS = /(^|[/._\s-])(auth|authn|authz|authoris\w*|authoriz\w*|authentic\w*|logins?|signin|sessions?|passwords?|credentials?|jwt|oauth2?|permissions?|acl|rbac|csrf|verify|verifier|verification)(?=$|[/._\s-])/i;
const MONEY = /(^|[/._\s-])(pay|payments?|billing|charges?|refunds?|payouts?|checkout|wallet|ledger|transfers?)(?=$|[/._\s-])/i;
const WRITES = /\b(?:method:\s*['"`](?:POST|PUT|PATCH|DELETE)|(?:Put|Update|Delete|Create|Send|Publish|BatchWrite|TransactWrite)\w*Command\b|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|\.(?:insert|insertOne|insertMany|update|updateOne|updateMany|deleteOne|deleteMany|destroy|upsert|save|commit|publish|sendMail|writeFile|unlink|charge|refund|capture)\()/i;

/**
 * How much could go wrong with a patch, by what it touches and not by what its author claims. High: who may do what (authentication,
 * permission), or code that moves money and writes. Medium: what is exported changes its shape or goes away, an error is no longer
 * raised or caught as it was, something is written, money is shown, or there is more than one look takes in. Tests do not count.
 */
export function riskOf(files: readonly FileChange[]): AssessedRisk {
  const own = files.filter(({ path }) => !isTestPath(path));
  const lines = sizeOfPatch(own);
  const found: Reason[] = [
    ...own.flatMap(reasonsOf),
    ...(own.length > SMALL_FILES ? [{ risk: 'medium' as const, why: `It changes ${own.length} files of the service.` }] : []),
    ...(lines > SMALL_LINES ? [{ risk: 'medium' as const, why: `It changes ${lines} lines of the service.` }] : []),
  ];
  const worstFirst = found.toSorted((a, b) => RANK[b.risk] - RANK[a.risk]);
  return { risk: worstFirst[0]?.risk ?? 'low', reasons: [...new Set(worstFirst.map(({ why }) => why))] };
}

/** The greater of two. */
export const greaterRisk = (a: Risk, b: Risk): Risk => (RANK[a] >= RANK[b] ? a : b);

function reasonsOf(file: FileChange): Reason[] {
  const { path, before, after } = file;
  if (!isCodePath(path)) return [{ risk: 'medium', why: `${path} is no code that tests run.` }];
  if (before !== null && after !== null && admitting(before) === admitting(after)) return [];
  const touched = touchedText(file);
  const functions = touchedFunctions(file);
  const named = [path, ...functions].map(words).find((name) => GUARDS.test(name));
  const paying = [path, ...functions].map(words).some((name) => MONEY.test(name));
  const writing = WRITES.test(touched);
  const old = shapeOf(path, before ?? '');
  const now = shapeOf(path, after ?? '');
  const changedExports = [...old.exports].filter(([name, shape]) => now.exports.get(name) !== shape).map(([name]) => name);
  return [
    ...(named === undefined ? [] : [{ risk: 'high' as const, why: `It touches who may do what: ${named}.` }]),
    ...(paying ? [{ risk: writing ? 'high' as const : 'medium' as const, why: `It touches ${writing ? 'code that moves money' : 'what is shown of money'} in ${path}.` }] : []),
    ...(writing ? [{ risk: 'medium' as const, why: `It touches where ${path} writes.` }] : []),
    ...(changedExports.length > 0 ? [{ risk: 'medium' as const, why: `${path} no longer exports ${changedExports.join(', ')} as it was.` }] : []),
    ...(now.raised < old.raised || now.caught < old.caught ? [{ risk: 'medium' as const, why: `${path} no longer raises or catches every error that it did.` }] : []),
    ...(after === null ? [{ risk: 'medium' as const, why: `${path} is deleted.` }] : []),
  ];
}

/** `chargeCard` and `charge_card` as words. */
const words = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ');

/** The new lines of a change, and the old ones that are gone. */
function touchedText({ before, after }: FileChange): string {
  const pick = (from: string | null, to: string | null) => {
    const { added } = changedLines({ before: from, after: to });
    return (to ?? '').split('\n').filter((_, index) => added.has(index + 1));
  };
  return [...pick(before, after), ...pick(after, before)].join('\n');
}

/** Names of the functions that are not as they were: changed, new or gone. */
function touchedFunctions({ path, before, after }: FileChange): string[] {
  const [old, now] = [before, after].map((text) => new Map(measureFunctions(path, text ?? '').map((each) => [each.name, each.text])));
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].filter((name) => old?.get(name) !== now?.get(name));
}

type Shape = { readonly exports: ReadonlyMap<string, string>; readonly raised: number; readonly caught: number };

/** Types that merely admit that something may be missing as they were before. */
const admitting = (text: string): string => text.replaceAll(/\s*\|\s*(undefined|null)\b|\?(?=:)/g, '');

/** Exported names with what callers see of them, and how often errors are raised and caught. */
function shapeOf(path: string, text: string): Shape {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const exports = new Map<string, string>();
  let [raised, caught] = [0, 0];
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node)) raised += 1;
    if (ts.isCatchClause(node) || (ts.isPropertyAccessExpression(node) && node.name.text === 'catch')) caught += 1;
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    const isExported = ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported) for (const [name, shape] of declaredIn(statement)) exports.set(name, shape);
    if (ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) exports.set(statement.getText(), '');
  }
  return { exports, raised, caught };
}

function declaredIn(statement: ts.Statement): [string, string][] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((each) => [each.name.getText(), `${each.type?.getText() ?? ''} ${each.initializer !== undefined && ts.isFunctionLike(each.initializer) ? signatureOf(each.initializer) : ''}`]);
  if (ts.isFunctionDeclaration(statement)) return [[statement.name?.text ?? 'default', signatureOf(statement)]];
  if (ts.isClassDeclaration(statement)) return [[statement.name?.text ?? 'default', statement.members.filter((member) => !(ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword))).map((member) => (ts.isFunctionLike(member) ? signatureOf(member) : (member.name?.getText() ?? ''))).join(';')]];
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isEnumDeclaration(statement)) return [[statement.name.text, admitting(statement.getText())]];
  return [];
}

const signatureOf = (node: ts.SignatureDeclaration): string => `${node.name?.getText() ?? ''}(${node.parameters.map((parameter) => parameter.getText()).join(', ')}): ${node.type?.getText() ?? ''}`;
