const CHAIN = /\b(?:param|query|body|check|cookie|header)\(\s*['"]([\w.-]+)['"][^)]*\)((?:\s*\.\w+\((?:[^()]|\([^()]*\))*\))*)/g;
const NARROW = /\.(?:isUUID|isInt|isIn|isAlphanumeric|isNumeric|isMongoId|isBoolean|isFloat|isHexadecimal|toInt|toFloat|isSlug|matches|isAlpha|isDate|isISO8601|isDecimal|isULID)\(/;
const SANITISES_QUERIES = /express-mongo-sanitize|\bmongoSanitize\(|['"]?sanitizeFilter['"]?\s*[,:]\s*true/;

/** What middleware of a file has checked before a handler runs: fields by express-validator, operators by a sanitiser of queries. */
export type Middleware = { readonly fields: ReadonlySet<string>; readonly stripsOperators: boolean };

export const middlewareOf = (text: string): Middleware => ({
  fields: new Set(/express-validator|validationResult/.test(text) ? [...text.matchAll(CHAIN)].filter((match) => NARROW.test(match[2] ?? '')).map((match) => match[1] ?? '') : []),
  stripsOperators: SANITISES_QUERIES.test(text),
});

/** Whether input of this key was among what was checked. */
export const isChecked = ({ fields }: Middleware, key: string): boolean => fields.size > 0 && fields.has(/\.(?:params|query|body|cookies|headers)\.([\w.-]+)$/.exec(key)?.[1] ?? '');
