const VERB = /^\s*(?:\/\*[^*]*\*\/\s*)?(select|insert|update|delete|merge|with|call|begin|commit|rollback|truncate|copy)\b/i;
const TABLE = /\b(?:from|into|update|join)\s+["'`[]?([A-Za-z_][\w$]{0,60}(?:["'`\]]?\.["'`[]?[A-Za-z_][\w$]{0,60})?)/i;
const LOOKED_AT = 2_000;

/** What is told of an SQL statement: its verb and first table (`SELECT orders`), never a value. `undefined`: it is none. */
export function statementShape(text: string): { readonly shape: string; readonly reads: boolean } | undefined {
  const head = text.slice(0, LOOKED_AT);
  const verb = VERB.exec(head)?.[1]?.toUpperCase();
  if (verb === undefined) return undefined;
  const table = TABLE.exec(head)?.[1]?.replace(/["'`[\]]/g, '');
  return { shape: table === undefined ? verb : `${verb} ${table}`, reads: verb === 'SELECT' && !/\bfor\s+(?:no\s+key\s+)?(?:update|share)\b/i.test(text) };
}
