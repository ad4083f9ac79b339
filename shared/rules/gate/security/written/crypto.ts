import ts from 'typescript';
import type { Sighting } from '../sighting.ts';
import { behindName, eachNode, literalNumber, literalText, propertyOf } from './each-node.ts';

const PASSWORD = /pass(?:word|wd|phrase|code)?s?(?![a-z])|Passw|\bpwd\b|Pwd\b|_pwd|\bpin\b|\bpinCode\b/i;
const SECRET = /pass(?:word|wd|phrase)|passw|\bpwd|secret|token(?!iz)|credential|signature|\bsign(?:ed|Request|Payload|Url|Cookie|Message|Data|Webhook)?\b|session|\bauth|api_?key|reset|verif(?:y|ication)|otp\b|nonce|license|\bmac\b|hmac|integrity|tamper|csrf/i;
const NOT_SECRET = /etag|cache|checksum|fingerprint|dedup|gravatar|avatar|bucket|shard|content-?md5|hash_?ring|hashring|color|colour|totp|hotp|oauth1?_|partition|digestOfFile|file_?hash|asset|revision|idempot|\bkeyFor\b|tokeni[sz]e|websocket|sec-websocket|git/i;
const RANDOM_FOR = /token(?!iz|s?Count|Limit)|secret|passw|pwd|otp\b|\botp|one_?time|session_?(?:id|key|token)|sessid|\bsid\b|nonce|salt\b|csrf|xsrf|api_?key|reset_?(?:code|key|link)|verif(?:y|ication)_?(?:code|key|link)|invite_?(?:code|key|link)|\bpin\b|pin_?code|credential|auth_?code|private_?key|encryption_?key|secure|\biv\b|temp_?pass|magic_?link|recovery|access_?(?:code|key)|confirmation_?code|activation|unlock_?code|license_?key|voucher_?code|coupon_?code|gift_?code|two_?factor|mfa/i;

type Told = (node: ts.Node, rule: string, message: string, advice: string) => Sighting;

/** Hashes, ciphers, keys and random numbers that are too weak for what they are used for. */
export function* cryptoSightings(source: ts.SourceFile): Generator<Sighting> {
  const told: Told = (node, rule, message, advice) => ({ rule, class: 'weak-crypto', node, message, advice });
  for (const node of eachNode(source)) {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = nameOfCallee(node.expression);
      yield* hashes(node, name, source, told);
      yield* ciphers(node, name, source, told);
      yield* keys(node, name, source, told);
      if (node.expression.getText() === 'Math.random') yield* random(node, told);
    }
    if (ts.isPropertyAssignment(node)) yield* settings(node, told);
  }
}

const nameOfCallee = (node: ts.Expression): string => (ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '');

/** What stands around a hash: what goes in, where the result goes, the function it is in. */
function surroundings(node: ts.Node): { readonly near: string; readonly input: string } {
  let top: ts.Node = node;
  let input = '';
  while (ts.isPropertyAccessExpression(top.parent) || ts.isCallExpression(top.parent) && top.parent.expression === top || ts.isAwaitExpression(top.parent)) {
    top = top.parent;
    if (ts.isCallExpression(top) && nameOfCallee(top.expression) === 'update') input += ` ${top.arguments[0]?.getText() ?? ''}`;
  }
  const names: string[] = [];
  if (ts.isVariableDeclaration(top.parent) || ts.isPropertyAssignment(top.parent) || ts.isPropertyDeclaration(top.parent)) {
    names.push(top.parent.name.getText());
    if (ts.isVariableDeclaration(top.parent) && input === '') input += updatesOf(top.parent);
  } else if (ts.isBinaryExpression(top.parent)) names.push(top.parent.getText().slice(0, 160));
  else if (ts.isCallExpression(top.parent)) names.push(nameOfCallee(top.parent.expression));
  const around = functionAround(node);
  if (around !== undefined) names.push(around);
  return { near: names.join(' '), input };
}

/** `const hash = createHash(…); hash.update(x)`: the x. */
function updatesOf(declaration: ts.VariableDeclaration): string {
  const name = declaration.name.getText();
  const block = declaration.parent.parent.parent;
  return [...block.getText().matchAll(new RegExp(`\\b${name.replaceAll(/[^\w]/g, '')}\\.update\\(([^)]*)\\)`, 'g'))].map((match) => match[1] ?? '').join(' ');
}

function functionAround(node: ts.Node): string | undefined {
  for (let around: ts.Node = node; around.parent !== undefined; around = around.parent) {
    if (!ts.isFunctionLike(around)) continue;
    const name = around.name?.getText() ?? (ts.isVariableDeclaration(around.parent) || ts.isPropertyAssignment(around.parent) || ts.isPropertyDeclaration(around.parent) ? around.parent.name.getText() : ts.isBinaryExpression(around.parent) ? around.parent.left.getText() : undefined);
    if (name !== undefined) return name;
  }
  return undefined;
}

function* hashes(node: ts.CallExpression | ts.NewExpression, name: string, source: ts.SourceFile, told: Told): Generator<Sighting> {
  const args = node.arguments ?? [];
  const text = node.expression.getText();
  const algorithm = (literalText(behindName(args[0], source)) ?? '').toLowerCase().replace('-', '');
  if (name === 'createHash' || (name === 'hash' && /crypto/.test(text))) {
    const { near, input: updated } = surroundings(node);
    const input = name === 'hash' ? args[1]?.getText() ?? '' : updated;
    const all = `${near} ${input}`;
    const isOld = /^(?:md[245]|sha1?|ripemd|ripemd160|rmd160)$/.test(algorithm);
    if (isOld && SECRET.test(all) && !NOT_SECRET.test(all)) yield told(node, 'weak-hash', `${algorithm.toUpperCase()} is broken and is used here for ${PASSWORD.test(all) ? 'a password' : 'something secret'}.`, PASSWORD.test(all) ? 'Use scrypt, argon2 or bcrypt for passwords.' : 'Use SHA-256 at least; for signatures an HMAC with it.');
    else if (isOld && PASSWORD.test(all)) yield told(node, 'weak-hash', `${algorithm.toUpperCase()} is broken and is used here for a password.`, 'Use scrypt, argon2 or bcrypt for passwords.');
    else if (/^sha(?:224|256|384|512|3\d*)$/.test(algorithm) && (PASSWORD.test(input) || /(?:hash|verify|check|encrypt|encode|digest)(?:User)?(?:Pass|Pwd|Pin\b)/i.test(near)) && !/hibp|pwned|range|prefix|token|breach|key\b/i.test(all)) yield told(node, 'fast-password-hash', `A password is hashed by plain ${algorithm.toUpperCase()}, which can be tried billions of times a second.`, 'Use scrypt, argon2 or bcrypt, each with a salt.');
  }
  if (name === 'createHmac' && /^md5$|^md4$/.test(algorithm)) yield told(node, 'weak-hash', 'An HMAC with MD5.', 'Use SHA-256.');
  if (name === 'createHmac' && algorithm === 'sha1') {
    const all = `${surroundings(node).near} ${node.getText()}`;
    if (SECRET.test(all) && !/totp|hotp|otp|oauth|twilio|github|hub|mandrill|steam|base32|counter/i.test(`${all} ${source.fileName}`)) yield told(node, 'weak-hash', 'An HMAC with SHA-1.', 'Use SHA-256.');
  }
  if (/^(?:createSign|createVerify)$/.test(name) && /md5|md4|sha1$|sha-1$|^(?:rsa|dsa)sha1$|^rsasha1/.test(algorithm.replaceAll('-', ''))) yield told(node, 'weak-signature', 'A signature with a broken hash can be forged.', 'Use RSA-SHA256 or better.');
  if (/^(?:sign|verify)$/.test(name) && text.startsWith('crypto.') && /md5|sha1$|rsasha1/.test(algorithm.replaceAll('-', ''))) yield told(node, 'weak-signature', 'A signature with a broken hash can be forged.', 'Use SHA-256 or better.');
  if (/^(?:md5|sha1|MD5|SHA1|HmacMD5)$/.test(name)) {
    const all = `${surroundings(node).near} ${args.map((arg) => arg.getText()).join(' ')}`;
    if (SECRET.test(all) && !NOT_SECRET.test(all)) yield told(node, 'weak-hash', `${name} is broken and is used here for ${PASSWORD.test(all) ? 'a password' : 'something secret'}.`, 'Use scrypt, argon2 or bcrypt for passwords, SHA-256 for the rest.');
  }
}

const BROKEN_CIPHER = /^(?:des|des-.*|des3|desx|des-ede.*|3des|rc2.*|rc4.*|bf.*|blowfish|cast.*|idea.*|seed.*|.*-ecb|aes\d+-ecb|arcfour)$/;

function* ciphers(node: ts.CallExpression | ts.NewExpression, name: string, source: ts.SourceFile, told: Told): Generator<Sighting> {
  const args = node.arguments ?? [];
  const text = node.expression.getText();
  if (name === 'createCipher' || name === 'createDecipher') yield told(node, 'key-from-password', `${name} derives its key from a password without a salt and has no initialisation vector.`, 'Use createCipheriv with a key from scrypt and a random vector.');
  if (name === 'createCipheriv' || name === 'createDecipheriv') {
    const algorithm = (literalText(behindName(args[0], source)) ?? '').toLowerCase();
    if (BROKEN_CIPHER.test(algorithm)) yield told(node, 'weak-cipher', `${algorithm} does not keep what it encrypts secret.`, 'Use aes-256-gcm with a random vector for each message.');
    else if (name === 'createCipheriv' && isFixed(behindName(args[2], source), source)) yield told(node, 'fixed-vector', 'Every message is encrypted with the same initialisation vector, so equal messages look equal, and in GCM the key is given away.', 'Make a new one for each message: randomBytes(12).');
  }
  if (/^(?:CryptoJS|crypto_?js)\.(?:DES|TripleDES|RC4|RC4Drop|Rabbit)\.encrypt$/i.test(text)) yield told(node, 'weak-cipher', `${text} does not keep what it encrypts secret.`, 'Use aes-256-gcm of node:crypto.');
  if (/\bAES\.encrypt$/.test(text) && /mode\.ECB/.test(args[2]?.getText() ?? '')) yield told(node, 'weak-cipher', 'ECB shows which blocks are equal.', 'Use aes-256-gcm of node:crypto.');
  if (/^(?:publicEncrypt|privateDecrypt)$/.test(name) && /RSA_(?:PKCS1|NO)_PADDING/.test(args[0]?.getText() ?? '')) yield told(node, 'weak-padding', 'RSA with this padding can be decrypted by trying (Bleichenbacher 1998).', 'Use RSA_PKCS1_OAEP_PADDING.');
}

/** Bytes that are the same each time. */
function isFixed(node: ts.Expression | undefined, source: ts.SourceFile): boolean {
  if (node === undefined) return false;
  if ((literalText(node) ?? '').length > 0) return true;
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  const text = node.expression.getText();
  if (text === 'Buffer.alloc' || text === 'Uint8Array') {
    const holder = node.parent;
    const isFilled = ts.isVariableDeclaration(holder) && new RegExp(`(?:randomFill(?:Sync)?|getRandomValues)\\(\\s*${holder.name.getText().replaceAll(/\W/g, '')}\\b|${holder.name.getText().replaceAll(/\W/g, '')}\\.(?:write|set|fill|copy)|\\.copy\\(\\s*${holder.name.getText().replaceAll(/\W/g, '')}`).test(source.text);
    return !isFilled;
  }
  return text === 'Buffer.from' && (literalText(behindName(node.arguments?.[0], source)) !== undefined || (node.arguments?.[0] !== undefined && ts.isArrayLiteralExpression(node.arguments[0]) && node.arguments[0].elements.every((element) => ts.isNumericLiteral(element))));
}

function* keys(node: ts.CallExpression | ts.NewExpression, name: string, source: ts.SourceFile, told: Told): Generator<Sighting> {
  const args = node.arguments ?? [];
  const numberOf = (arg: ts.Expression | undefined): number | undefined => literalNumber(behindName(arg, source));
  if (/^pbkdf2(?:Sync|Async)?$/i.test(name)) {
    const iterations = numberOf(args[2]) ?? numberOf(propertyOf(args[2], 'iterations'));
    if (iterations !== undefined && iterations < 100_000) yield told(node, 'few-iterations', `${iterations} iterations let a password be guessed quickly.`, 'Use 600,000 iterations with SHA-256 (OWASP), or scrypt.');
  }
  if (/^scrypt(?:Sync|Async)?$/.test(name)) {
    const cost = numberOf(propertyOf(behindName(args[3], source), 'N')) ?? numberOf(propertyOf(behindName(args[3], source), 'cost'));
    if (cost !== undefined && cost < 16_384) yield told(node, 'few-iterations', `A cost of ${cost} lets a password be guessed quickly.`, 'Leave the cost at its default (16384) or above.');
  }
  if (/^(?:hash|hashSync|genSalt|genSaltSync)$/.test(name) && /bcrypt/i.test(node.expression.getText())) {
    const rounds = numberOf(name.startsWith('gen') ? args[0] : args[1]);
    if (rounds !== undefined && rounds < 10) yield told(node, 'few-iterations', `${rounds} rounds of bcrypt let a password be guessed quickly.`, 'Use 12 rounds.');
  }
  if (/^generateKeyPair(?:Sync)?$|^generateKeyPairAsync$/.test(name)) {
    const bits = numberOf(propertyOf(behindName(args[1], source), 'modulusLength'));
    if (bits !== undefined && bits < 2048) yield told(node, 'short-key', `A key of ${bits} bits can be broken.`, 'Use 2048 bits at least, or ed25519.');
    if (/^(?:secp(?:112|128|160|192)|prime192|sect(?:113|131|163)|wap-wsg|brainpoolP160)/.test(literalText(propertyOf(behindName(args[1], source), 'namedCurve')) ?? '')) yield told(node, 'short-key', 'This curve is too small.', 'Use P-256 or ed25519.');
  }
  if (/^createDiffieHellman$/.test(name) && (numberOf(args[0]) ?? 4096) < 2048) yield told(node, 'short-key', 'Diffie-Hellman with fewer than 2048 bits can be broken.', 'Use an elliptic curve (x25519).');
  if (/^(?:getDiffieHellman|createDiffieHellmanGroup)$/.test(name) && /^modp(?:1|2|5)$/.test(literalText(args[0]) ?? '')) yield told(node, 'short-key', 'This group is too small.', 'Use modp14 at least, or x25519.');
  if (name === 'createECDH' && /^(?:secp(?:112|128|160|192)|prime192)/.test(literalText(args[0]) ?? '')) yield told(node, 'short-key', 'This curve is too small.', 'Use prime256v1 or x25519.');
  if (name === 'pseudoRandomBytes') yield told(node, 'weak-random', 'pseudoRandomBytes need not be unpredictable.', 'Use randomBytes.');
}

function* settings(node: ts.PropertyAssignment, told: Told): Generator<Sighting> {
  const name = node.name.getText().replaceAll(/['"]/g, '');
  if ((name === 'algorithm' || name === 'algorithms' || name === 'alg') && /^\[?\s*(?:[^\]]*,\s*)?['"]none['"]/i.test(node.initializer.getText()) && /sign|verify|jwt|token|algorithms|typ\b/i.test(node.parent.parent.getText().slice(0, 400))) yield told(node, 'unsigned-token', 'Tokens without a signature can be made by anybody.', 'Name the algorithm that is used, such as HS256 or ES256.');
}

/** Math.random can be predicted from a few of its numbers: nothing that must not be guessed may come from it. */
function* random(node: ts.CallExpression | ts.NewExpression, told: Told): Generator<Sighting> {
  for (let around: ts.Node = node; around.parent !== undefined; around = around.parent) {
    const { parent } = around;
    const name = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) ? parent.name.getText() : ts.isBinaryExpression(parent) && parent.right === around && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment ? parent.left.getText() : ts.isFunctionLike(parent) && parent.name !== undefined ? parent.name.getText() : ts.isCallExpression(parent) && parent.expression !== around ? setterName(parent) : '';
    if (name !== '' && RANDOM_FOR.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2')) && !/delay|jitter|retry|timeout|wait|backoff|sample|color|colour|shuffle|insecure|secureIndex|expir|interval|refresh_?in|ttl|reset_?(?:at|timer|in)/i.test(name)) {
      yield told(node, 'weak-random', `Math.random can be predicted, and this (${name.slice(0, 40)}) must not be guessed.`, 'Use randomBytes, randomInt or randomUUID of node:crypto.');
      return;
    }
    if (ts.isSourceFile(parent) || ts.isClassLike(parent)) return;
  }
}

const setterName = (node: ts.CallExpression): string => (node.arguments[0] !== undefined && ts.isStringLiteralLike(node.arguments[0]) ? node.arguments[0].text : '');
