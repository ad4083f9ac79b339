import { ALL, IS_TEXT, KIND } from './kinds.ts';

const ENCODED = KIND.xss | KIND.ssrf | KIND.path | KIND.redirect | KIND.header | KIND.ldap | IS_TEXT;

/** Functions that make their argument safe, by the last names of how they are called. Text either way. */
const BY_NAME: readonly (readonly [RegExp, number])[] = [
  [/^(?:Number|parseInt|parseFloat|BigInt|Boolean|isNaN|Symbol|toNumber|toInteger|toInt|toFloat|toSafeInteger|toDate|toBoolean|isFinite)$/, ALL],
  [/^(?:randomUUID|randomBytes|uuidv?\d?|nanoid|ObjectId|ObjectID|Types\.ObjectId|slugify|slug|kebabCase|camelCase|snakeCase|hash\w*|sha\d+\w*|md5\w*|digest|compare|compareSync|timingSafeEqual|createHash|createHmac|hashSync|verify|sign)$/, ALL],
  [/^(?:escape_?html|html_?escape|encode_?html|html_?encode|sanitize_?html|sanitise_?html|filterXSS|purify|escapeExpression|encodeEntities|encodeXML|escapeXml|xmlEscape|escapeMarkup|escapeText|escapeAttr\w*|encodeForHtml\w*|stripTags|striptags|sanitizeContent|escHtml|esc|html_?entities|htmlEntities|encodeHTML|escapeUTF8|htmlspecialchars|safeHtml|toSafeHtml|stripHtml|htmlSafe)$/i, KIND.xss | IS_TEXT],
  [/^(?:encodeURIComponent|encode_?uri_?component|escapeURI\w*|rawurlencode|urlEncode)$/i, ENCODED],
  [/^(?:escapeId|escapeIdentifier|escapeLiteral|quoteIdent\w*|quoteLiteral|escape_?sql\w*|sqlEscape|sqlstring)$/i, KIND.sql | IS_TEXT],
  [/^(?:shell_?quote|shell_?escape|shellescape|quoteShell\w*|escapeShell\w*|escape_?shell_?arg|quote_?shell_?arg)$/i, KIND.command | IS_TEXT],
  [/^(?:basename|sanitize_?filename|sanitizeFileName|safe_?filename|filenamify|safe_?join|safe_?path|safeResolve|resolveSafe|sanitizePath|secureJoin|secure_?filename|resolveInside|resolveWithin|cleanFilename)$/i, KIND.path | IS_TEXT],
  [/^(?:escape_?reg_?exp?|escape_?string_?regexp|escapeRegularExpression|regexEscape|escapeRegexp?|quotemeta|reEscape)$/i, KIND.pattern | KIND.backtracking | IS_TEXT],
  [/^(?:ldap_?escape|escape_?ldap\w*|escape_?filter\w*|escape_?dn\w*|ldapEsc\w*|filterEscape|dnEscape|sanitizeLdap\w*)$/i, KIND.ldap | IS_TEXT],
  [/^(?:mongo_?sanitize|sanitizeMongo\w*|sanitizeFilter|stripOperators|removeDollar\w*|sanitizeQuery)$/i, KIND.nosql],
  [/^(?:strip_?crlf|strip_?newlines?|sanitizeHeader\w*|escapeHeader\w*|stripLineBreaks|singleLine|oneLine)$/i, KIND.header | IS_TEXT],
  [/^(?:sanitizeUrl|safeUrl|safe_?redirect\w*|sanitizeRedirect\w*|toSafeRedirect|localPath|toRelative\w*|safeReturn\w*|safeNext|resolveRedirect)$/i, KIND.redirect | KIND.xss | IS_TEXT],
];

/** By where they were taken from, when the name alone says too little. */
const BY_ORIGIN: readonly (readonly [RegExp, number])[] = [
  [/^(?:he|html-entities|entities|lodash|underscore|_|escape-goat|validator|ejs|mustache|handlebars)(?:\..*)?\.(?:encode|escape|escapeHTML|htmlEscape|escapeExpression)$/i, KIND.xss | IS_TEXT],
  [/^(?:escape-html|lodash\.escape|xss|sanitize-html|escape-goat|html-escaper\.escape|sanitizeHtml|insane|js-xss)$/, KIND.xss | IS_TEXT],
  [/(?:dompurify|DOMPurify|createDOMPurify)(?:\(\))?(?:\.default)?\.sanitize$/i, KIND.xss | IS_TEXT],
  [/^(?:mysql2?|sqlstring|pg-format|mysql2\/promise|pg-escape|pg)(?:\.\w+(?:\(\))?)*(?:\.(?:escape|escapeId|format|literal|ident|string))?$/, KIND.sql | IS_TEXT],
  [/^(?:shell-quote(?:\.\w+)*|shell-escape|any-shell-escape|shescape(?:\..*)?)$/, KIND.command | IS_TEXT],
  [/^(?:sanitize-filename|filenamify)$/, KIND.path | IS_TEXT],
  [/^(?:escape-string-regexp|lodash\.escapeRegExp|lodash\.escaperegexp|RegExp\.escape)$/, KIND.pattern | KIND.backtracking | IS_TEXT],
  [/^ldap-?escape(?:\.\w+)?$/, KIND.ldap | IS_TEXT],
  [/^(?:mongo-sanitize|express-mongo-sanitize(?:\.\w+)?)$/, KIND.nosql],
];

/** What calling this makes its argument safe for; 0 when it is none that does. `receiverName` tells whose `escape` it is. */
export function madeSafeBy({ origin, method, receiverName }: { readonly origin: string; readonly method: string; readonly receiverName: string }): number {
  for (const [pattern, kinds] of BY_ORIGIN) if (pattern.test(origin)) return kinds;
  if (/^(?:escape|format)$/.test(method) && /^(?:mysql|pool|db|conn|connection|client|sqlstring|SqlString|pgFormat|pgformat)$/.test(receiverName)) return KIND.sql | IS_TEXT;
  if (method === 'quote' && /shell/i.test(receiverName)) return KIND.command | IS_TEXT;
  if (method === 'sanitize' && /purify|sanitizer/i.test(receiverName)) return KIND.xss | IS_TEXT;
  if (/^(?:escape|encode)$/.test(method) && /^(?:he|_|validator|html|entities|Handlebars|ejs|Mustache)$/i.test(receiverName)) return KIND.xss | IS_TEXT;
  if (origin === 'escape' || /^[Ee]scape$/.test(method) && receiverName === '') return KIND.xss | IS_TEXT;
  for (const [pattern, kinds] of BY_NAME) if (pattern.test(method)) return kinds;
  return 0;
}

/** Questions that answer yes for harmless values only, by their names, when they are not written in the file itself. */
export const isGuardName = (method: string): boolean =>
  /^(?:is|has|can|in)_?(?:Safe|Allowed|Valid|Trusted|Permitted|Whitelisted|Allowlisted|Known|Internal|Local|Relative|Same|Authorized|Approved|Supported|Legal|Within|Inside|UUID|Uuid|Int|Integer|Numeric|Alpha|Alphanumeric|MongoId|IP|Hexadecimal|Slug|ObjectId|In$|Finite|SafeInteger|Number|isValid)/i.test(method)
  || /^(?:isIn|isInt|matchesAllowlist|allowlisted|whitelisted|isIP|isIPv4|isIPv6|isUUID|isValidObjectId|safeCompare|isNumber|isInteger)$/.test(method);

/** Functions, not of the file, that throw for what they do not want. */
export const isAssertionName = (method: string): boolean => /^(?:assert|ensure|require|validate|verify|check|guard|enforce)_?(?:Safe|Allowed|Valid|Trusted|Permitted|Url|URL|Host|Path|Name|Key|Id|Public|Inside|Within|Allow|White|Known|Local|File|Redirect|Input|Identifier|Table|Column|Sort)/.test(method);

/** Answers with its arguments changed in form only: what goes in comes out. */
const PASSES_ON = /^(?:String|Object|Array|decodeURIComponent|decodeURI|unescape|atob|btoa|encodeURI|structuredClone|toString|toLowerCase|toUpperCase|trim|format|inspect|join|resolve|normalize|normalise|from|concat|assign|values|entries|keys|fromEntries|stringify|parse|get|pick|omit|cloneDeep|clone|flatten|flattenDeep|uniq|compact|merge|extend|defaults|toPath|template|fileURLToPath|pathToFileURL|toArray|of|all|allSettled|race|any|stripIndent|dedent|escape|unquote|decode|lowerCase|upperFirst|capitalize|padStart|padEnd|repeat|URL|URLSearchParams|sprintf|vsprintf|interpolate|marked|markdown|render|raw|buffer|text|json|freeze|seal|bind|freezeDeep|iterator|reverse|split|slice|isArray|qs|dirname|extname|relative|sanitize|clean|strip|fill|parseCookie|parseCookies|parseBody|parseQuery|parseForm|deserialize|promisify|callbackify|Error|TypeError|Set|Map|Readable|readBody|getRawBody|rawBody|getBody|SafeString|toBuffer|wrap|quote|parseHTML|htmlToText|unwrap)$/;

export const passesOn = (method: string): boolean => PASSES_ON.test(method) || /^(?:decode|parse|trim|normali[sz]e|format|unescape|build|make|to[A-Z]|with[A-Z]|read(?:Body|Json|Input))/.test(method);

/** Makes checks of what it was made from worthless: what comes out is another text. */
export const decodes = (method: string): boolean => /^(?:decodeURIComponent|decodeURI|unescape|atob)$/.test(method);

/** A global replacement that removes or escapes characters: what the result is safe for. `replacement`: undefined when it is computed. */
export function madeSafeByReplacing(pattern: { readonly source: string; readonly flags: string } | string, isGlobal: boolean, replacement: string | undefined): number {
  if (typeof pattern === 'string') return isGlobal ? singleCharacters(pattern, replacement) : 0;
  if (!isGlobal) return 0;
  const { source } = pattern;
  const kept = /^\(?\[\^((?:\\.|[^\]\\])+)\]\+?\)?$/.exec(source)?.[1];
  if (kept !== undefined) return keptOnly(kept);
  if (/^\(?(?:\\W|\\D)\+?\)?$/.test(source)) return ALL;
  const removed = /^\(?\[((?:\\.|[^\]\\])+)\]\+?\)?$/.exec(source)?.[1] ?? (/^(?:\\?.|\\[rn]|\\r\?\\n|\\r\\n\|\\n|\(\\r\\n\|\\n\|\\r\)|\\r\\n\|\\r\|\\n)(?:\+)?$/.test(source) ? source : source.split('|').length > 1 && source.split('|').every((each) => /^\\?.$|^\\[rn]+$/.test(each)) ? source.replaceAll('|', '') : undefined);
  if (removed !== undefined) return singleCharacters(removed, replacement);
  if (/^(?:\\\.){2}\+?$|^\\\.\{2,\}$|^\\\.\+$/.test(source)) return KIND.path;
  return 0;
}

/** A class of what remains: safe for everything but what its characters could still do. */
function keptOnly(kept: string): number {
  const has = (pattern: RegExp): boolean => pattern.test(kept);
  let unsafe = 0;
  if (has(/\\S|\\W|\\D/)) return 0;
  if (has(/'|"|;|\\s/) && has(/'|"|\\x27/)) unsafe |= KIND.sql | KIND.xss | KIND.command | KIND.code;
  if (has(/[;&|`$<>]/)) unsafe |= KIND.command | KIND.code;
  if (has(/</)) unsafe |= KIND.xss;
  if (has(/\//) && has(/\./)) unsafe |= KIND.path;
  if (has(/\//)) unsafe |= KIND.redirect;
  if (has(/\./)) unsafe |= KIND.ssrf;
  if (has(/[*+(]/)) unsafe |= KIND.pattern | KIND.ldap;
  return ALL & ~unsafe & ~KIND.prototype;
}

function singleCharacters(removed: string, replacement: string | undefined): number {
  const has = (characters: string): boolean => removed.includes(characters);
  let safe = 0;
  if (has('<')) safe |= KIND.xss;
  if (has("'")) safe |= KIND.sql;
  if (has("'") && (replacement === undefined || /\\/.test(replacement))) safe |= KIND.command;
  if ((has('`') || has('$')) && (has(';') || has('|') || replacement?.includes('\\') === true)) safe |= KIND.command;
  if (has('\\r') || has('\\n') || has('\n') || has('\\s')) safe |= KIND.header;
  if (has('*') && has('(') && !has('+')) safe |= KIND.ldap;
  if (has('*') && has('+') && has('(')) safe |= KIND.pattern | KIND.backtracking;
  if (has('/')) safe |= KIND.path | (has('\\\\') ? KIND.redirect : 0);
  if (has('$') && !has('<')) safe |= KIND.nosql;
  return safe;
}

/** What text that matches is safe for: a pattern that is bound at both ends and lists what may stand in it. */
export function madeSafeByMatching({ source, flags }: { readonly source: string; readonly flags: string }): number {
  const start = source.startsWith('^');
  const end = /(?:^|[^\\])\$$/.test(source);
  if (flags.includes('m')) return 0;
  const hostFixed = /^\^https\??:\\?\/\\?\/(?!\.)[^[\](.*+?]*?(?:\\\.[\w-]+)+(?::\d+)?(?:\\?\/|\$)/.test(source) || /^\^https\??:\\?\/\\?\/(?:\(\?:|\()?(?:[\w-]|\\\.|\||\[[\w-]+\][+*]?\\\.|\([^)]*\\\.\)[?*]?|\))+(?:\\?\/|\$|\(\?:?\\?\/|:)/.test(source);
  let safe = 0;
  if (start && hostFixed) safe |= KIND.ssrf | KIND.redirect;
  if (start && (/^\^\\?\/\(\?!(?:\\?\/|\[)/.test(source) || /^\^\\?\/(?:\[[^\]^/]+\]|\w|\\w)/.test(source) || /^\^\\?\/\[\^(?:\\?\/|\\\\)/.test(source) || /^\^\(\?!\\?\/\\?\/\)\\?\//.test(source))) safe |= KIND.redirect;
  if (!start || !end) return safe;
  const rest = source.slice(1, -1).replaceAll(/\\\\/g, '');
  const wildcard = /(?:^|[^\\])\.(?:[*+{?]|$)|\\S|\\W|\\D|\[\^/.test(rest.replaceAll(/\[(?!\^)(?:\\.|[^\]\\])*\]/g, 'x'));
  if (wildcard) return safe;
  const classes = [...rest.matchAll(/\[((?:\\.|[^\]\\])+)\]/g)].map((match) => match[1] ?? '').join('');
  const dotted = /\\\.|(?:^|[^\\])\./.test(classes) || /\./.test(classes);
  let unsafe = 0;
  if (/\\s| /.test(classes)) unsafe |= 0;
  if (/['"]/.test(classes)) unsafe |= KIND.sql | KIND.xss | KIND.code;
  if (/[;&|`$]/.test(classes.replaceAll('\\$', ''))) unsafe |= KIND.command;
  if (/</.test(classes)) unsafe |= KIND.xss;
  if (/\//.test(classes) && dotted) unsafe |= KIND.path;
  if (/\//.test(classes) && !/^\\?\/[\w[]/.test(rest)) unsafe |= KIND.redirect;
  if (dotted && /\+|\*/.test(rest) && !hostFixed) unsafe |= KIND.ssrf;
  return safe | (ALL & ~unsafe);
}

/** A pattern that finds anything but harmless characters: where it finds none, the text is safe. */
export function madeSafeByNotMatching({ source }: { readonly source: string }): number {
  const kept = /^\[\^((?:\\.|[^\]\\])+)\]\+?$/.exec(source)?.[1];
  if (kept !== undefined) return keptOnly(kept);
  if (/^\\W$/.test(source)) return ALL;
  let safe = 0;
  const listed = /^\[((?:\\.|[^\]\\])+)\]$/.exec(source)?.[1];
  if (/(?:\\\.){2}/.test(source) || /\\\.\{2/.test(source) || (listed !== undefined && /[/\\]/.test(listed.replaceAll('\\\\', '\\')))) safe |= KIND.path;
  if (listed !== undefined && /\\[rn]/.test(listed)) safe |= KIND.header;
  if (/\\r|\\n/.test(source) && listed === undefined && source.length < 14) safe |= KIND.header;
  if (/__proto__/.test(source)) safe |= KIND.prototype;
  return safe;
}
