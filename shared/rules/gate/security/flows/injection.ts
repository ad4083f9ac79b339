import { KIND } from '../kinds.ts';
import type { Call, Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import type { Value } from '../value.ts';
import { HOLE, allFlows, isTainted, shapeOf } from '../value.ts';

const SQL_TEXT = /\b(?:select\b[^]*\bfrom|insert\s+(?:ignore\s+)?into|update\b[^]*\bset|delete\s+from|replace\s+into|merge\s+into|drop\s+(?:table|database|view|index)|alter\s+(?:table|user)|create\s+(?:table|database|user|role|view|index|schema)|truncate\s+(?:table)?|exec(?:ute)?\s+\w|call\s+\w+|where\s|order\s+by|group\s+by|grant\s|set\s+(?:search_path|role|session)|with\s+\w+\s+as|union\s|having\s|values\s*\(|show\s|lock\s+table|pragma\s|copy\s|listen\s|notify\s|use\s+\S)/i;
const RUNS_SQL = /^(?:query|execute|raw|exec|run|all|get|each|prepare|unsafe|literal|any|one|none|many|oneOrNone|manyOrNone|result|\$queryRawUnsafe|\$executeRawUnsafe|\$queryRaw|\$executeRaw|queryRaw|executeSql|executeQuery|runQuery|sql|select|whereRaw|orderByRaw|havingRaw|joinRaw|fromRaw|groupByRaw|orWhereRaw|selectRaw|andWhereRaw|queryAsync|queryOne|queryAll|multi|batch|fetch|fetchAll|fetchOne|db|q|simpleQuery|namedQuery|queryArray|queryObject|iterate|pluck|stream|execRaw|rawQuery|createQuery|queryP|ExecuteStatementCommand|StartQueryExecutionCommand|BatchExecuteStatementCommand|executeStatement|startQueryExecution|createQueryJob|request|mutate|Request|PreparedStatement|batchSql|cursor|Query|QueryStream|createStatement|tx|transaction)$/;
const TAKES_SQL = /^(?:query|execute|raw|unsafe|literal|\$queryRawUnsafe|\$executeRawUnsafe|whereRaw|orderByRaw|havingRaw|joinRaw|fromRaw|groupByRaw|orWhereRaw|rawQuery|executeSql|queryAsync|prepare|exec|all|run|get)$/;
const DATABASE = /^(?:db|database|pool|conn|connection|client|knex|sequelize|pg|mysql|sqlite|prisma|trx|tx|sql|manager|entityManager|dataSource|datasource|queryRunner|orm|em|pgPool|pgClient|mysqlPool|dbPool|repository|repo|session|store|readPool|writePool|getConnection|getPool|getClient|queryInterface|replica|primary|postgres|reader|writer|DB|Database|Sequelize|Prisma)$/i;
const PARTS_OF_QUERIES = /^(?:where|andWhere|orWhere|having|andHaving|orHaving|orderBy|addOrderBy|groupBy|addSelect|addGroupBy)$/;
const SQL_FIELDS = ['text', 'sql', 'Statement', 'QueryString', 'query', 'statement', 'queryString', 'sqlText', 'Sql'] as const;
const ADVICE_SQL = 'Pass the value as a parameter of the query (?, $1, :name) instead of writing it into its text; names of columns and tables come from a list in the code.';

const MONGO_READS = /^(?:find|findOne|findOneAndUpdate|findOneAndDelete|findOneAndReplace|findOneAndRemove|updateOne|updateMany|deleteOne|deleteMany|countDocuments|count|exists|replaceOne|remove|update|distinct|where|findAndModify|aggregate|estimatedDocumentCount|\$where|mapReduce)$/;
const ADVICE_MONGO = 'Make sure that each value is text before it is searched for (String(value), a typeof check, a schema), or say what is compared: { $eq: value }.';

/** Input that becomes part of what a database, a directory, a template or a protocol is told to do. */
export function injectionSightings(event: Observed): Sighting[] {
  if (event.kind !== 'call') return [];
  const { call } = event;
  return [...sql(call), ...mongo(call), ...ldap(call), ...xpath(call), ...template(call), ...lines(call)];
}

function sql({ node, method, origin, receiverName, args, receiver }: Call): Sighting[] {
  if (receiver.role !== undefined || /^(?:console|logger|log|JSON|path|res|app|router)$/.test(receiverName)) return [];
  const sighting = (values: readonly Value[], kind: number = KIND.sql): Sighting[] => [{ rule: 'sql-injection', class: 'injection', node, kind, values, message: 'Input is written into the text of an SQL statement, so that it can change what the statement does.', advice: ADVICE_SQL }];
  const [first] = args;
  if (first === undefined) return [];
  const texts = [first, ...SQL_FIELDS.flatMap((name) => first.fields?.get(name) ?? [])].filter(isTainted);
  const written = texts.filter((value) => SQL_TEXT.test(shapeOf(value)));
  if (RUNS_SQL.test(method) && written.length > 0) return sighting(written);
  if (PARTS_OF_QUERIES.test(method) && isTainted(first) && (/[^\uE001\uE002]*(?:=|<|>|\blike\b|\bin\b|\bbetween\b|\bis\b)[^]*\uE002/i.test(shapeOf(first)))) return sighting([first]);
  if (method === 'orderByRaw' || method === 'whereRaw' || method === 'havingRaw' || method === 'groupByRaw' || method === 'joinRaw' || method === 'fromRaw') return isTainted(first) ? sighting([first]) : [];
  if (TAKES_SQL.test(method) && isTainted(first) && first.fields === undefined && DATABASE.test(receiverName) && !(method === 'get' || method === 'run' || method === 'all' || method === 'exec') && !/redis|cache|graph|apollo|gql|elastic|child|cp/i.test(receiverName + origin)) return sighting([first], KIND.statement);
  if (/^(?:Prisma\.raw|sequelize\.literal|Sequelize\.literal|sql\.raw|drizzle-orm\.sql\.raw|knex\.raw)$/.test(origin) && isTainted(first)) return sighting([first]);
  return [];
}

function mongo({ node, method, args, receiverName, receiver }: Call): Sighting[] {
  if (!MONGO_READS.test(method) || receiver.trait === 'array' || args.length === 0 || args[0]?.functions !== undefined) return [];
  const sighting = (values: readonly Value[], kind: number): Sighting[] => (values.length === 0 ? [] : [{ rule: 'nosql-injection', class: 'injection', node, kind, values, message: 'Input may be an object with query operators ($gt, $ne, $where) and is used in a query as it came.', advice: ADVICE_MONGO }]);
  const [filter] = args;
  if (filter === undefined) return [];
  const where = filter.fields?.get('$where') ?? (method === '$where' ? filter : undefined);
  if (where !== undefined && isTainted(where)) return [{ rule: 'nosql-injection', class: 'injection', node, kind: KIND.sql, values: [where], message: 'Input is written into JavaScript that the database runs ($where).', advice: 'Compare with ordinary operators ({ field: String(value) }) instead of $where.' }];
  if (filter.fields?.has('where') === true || method === 'where' || /^(?:document|\$|jQuery|_|lodash|window|screen|cy|page|el|element|container|wrapper|root)$/.test(receiverName)) return [];
  if (method === 'distinct' || method === 'aggregate') {
    const inner = method === 'distinct' ? args[1] : filter;
    return inner === undefined ? [] : sighting(unwrapped(inner), KIND.nosql);
  }
  if (method === 'count' || method === 'remove' || method === 'update' || method === 'find') {
    if (filter.flows.length === 0 && filter.fields === undefined) return [];
    if (filter.shape !== undefined) return [];
  }
  return sighting(unwrapped(filter), KIND.nosql);
}

/** The values of a filter that are compared as they came; `{ $eq: value }` compares whatever comes. */
function unwrapped(filter: Value, depth = 0): Value[] {
  const own = filter.flows.length > 0 ? [{ flows: filter.flows }] : [];
  if (filter.fields === undefined || depth > 3) return own;
  return [...own, ...[...filter.fields].flatMap(([name, value]) => (/^(?:\$eq|\$ne|\$gte?|\$lte?|\$in|\$nin|\$text|\$search|\$regex|%.*)$/.test(name) ? [] : unwrapped(value, depth + 1)))];
}

function ldap({ node, method, args, receiverName }: Call): Sighting[] {
  if (!/^(?:search|searchAsync|bind|findUser|find|authenticate|searchReturnAll|compare|modify|add|del)$/.test(method) || !/ldap|client|ad|directory|conn|dir/i.test(receiverName)) return [];
  const [base, options] = args;
  const filters = [options?.fields?.get('filter'), options, base, base?.fields?.get('filter')].filter((value) => value !== undefined).filter(isTainted);
  const written = filters.filter((value) => /\([&|!]?\(?\s*[\w-]*\uE001?\s*[~<>]?=[^)]*\uE002|\b(?:cn|uid|ou|dc|sAMAccountName|mail)=\uE002/i.test(shapeOf(value)) || value === options?.fields?.get('filter'));
  return written.length === 0 ? [] : [{ rule: 'ldap-injection', class: 'injection', node, kind: KIND.ldap, values: written, message: 'Input is written into an LDAP filter or name, so that it can change whom the filter finds.', advice: 'Escape *, (, ), \\ and NUL (RFC 4515), or build the filter from objects such as EqualityFilter.' }];
}

function xpath({ node, method, origin, args }: Call): Sighting[] {
  const [first] = args;
  if (first === undefined || !isTainted(first)) return [];
  if (!/^(?:select|select1|evaluate|parse|useNamespaces|get|find)$/.test(method) || !(/^xpath\b/.test(origin) || /^\s*(?:count\(|string\(|boolean\()?\/{1,2}[\w*@][^]*\[[^]*=\s*['"]?\uE002/.test(shapeOf(first)))) return [];
  return [{ rule: 'xpath-injection', class: 'injection', node, kind: KIND.xpath, values: [first], message: 'Input is written into an XPath expression.', advice: 'Pass it as a variable of the expression, or allow letters and digits only.' }];
}

const COMPILES_TEMPLATES = /^(?:ejs\.(?:render|compile)|pug\.(?:render|compile|compileClient)|jade\.(?:render|compile)|handlebars\.(?:compile|precompile)|Handlebars\.(?:compile|precompile)|nunjucks\.(?:renderString|compile|Environment\(\)\.renderString)|nunjucks\.Template|lodash\.template|_\.template|underscore\.template|lodash|dot\.(?:template|compile)|doT\.(?:template|compile)|swig\.(?:render|compile)|mustache\.compile|eta\.(?:render|renderString|compile)|hogan\.compile|hogan\.js\.compile|twig\.twig|velocityjs\.render|liquidjs\.Liquid\(\)\.(?:parseAndRender|parse)|art-template\.(?:render|compile)|squirrelly\.render|lodash\.template|marko\.compile)$/;

function template({ node, origin, method, receiverName, args }: Call): Sighting[] {
  const [first] = args;
  if (first === undefined) return [];
  const byName = /^(?:ejs|pug|jade|handlebars|hbs|Handlebars|nunjucks|swig|doT|dot|eta|_|lodash|env|engine|liquid|twig)$/.test(receiverName) && /^(?:render|compile|renderString|template|precompile|parseAndRender)$/.test(method) && !(receiverName === 'env' && method !== 'renderString') && !(/^(?:_|lodash)$/.test(receiverName) && method !== 'template') && !(receiverName === 'engine' && method !== 'parseAndRender');
  if (!COMPILES_TEMPLATES.test(origin) && !byName || (origin === 'lodash')) return [];
  const text = first.fields?.get('data') ?? first;
  if (!isTainted(text)) return [];
  return [{ rule: 'template-injection', class: 'injection', node, kind: KIND.template, values: [text], message: 'Input becomes the text of a template, and templates run code.', advice: 'Keep the template in a file and pass the input as data for it.' }];
}

/** Lines of a protocol that input is written into: a line break begins another header. */
function lines({ node, method, receiver, receiverName, args }: Call): Sighting[] {
  const sighting = (values: readonly Value[], message: string): Sighting[] => [{ rule: 'header-injection', class: 'injection', node, kind: KIND.header, values, message, advice: 'Remove or refuse line breaks (value.replace(/[\\r\\n]/g, \'\')), or encode the value (encodeURIComponent) before it goes into a header.' }];
  const [first, second] = args;
  if (/^(?:write|end|send|sendMail|push)$/.test(method) && first !== undefined && isTainted(first) && /(?:^|\n)[\w-]+: ?[^\n\uE002]*\uE002[^\n]*\r?\n|^[A-Z]{3,8} [^\n]*\uE002[^\n]*\r\n/.test(shapeOf(first))) return sighting([first], 'Input is written into the lines of a protocol; a line break in it begins another header or command.');
  const isResponse = receiver.role === 'response' || /^(?:res|response|reply|headers)$/.test(receiverName);
  if (!isResponse || !/^(?:setHeader|set|header|append|writeHead)$/.test(method)) return [];
  if (first !== undefined && isTainted(first) && first.fields === undefined && second !== undefined && method !== 'writeHead') return sighting([first], 'Input chooses the name of a header.');
  const cookie = /^set-cookie$/i.test(first?.shape ?? '') ? second : [...(args.at(-1)?.fields ?? [])].find(([name]) => /^set-cookie$/i.test(name))?.[1];
  if (cookie !== undefined && allFlows(cookie).length > 0 && shapeOf(cookie) !== HOLE.clean) return sighting([{ ...cookie, flows: allFlows(cookie) }], 'Input is written into Set-Cookie; with ; or a line break it adds attributes or headers of its own.');
  return [];
}

