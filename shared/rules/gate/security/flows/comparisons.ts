import type { Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import ts from 'typescript';
import { isConstant, isTainted, type Value } from '../value.ts';

const SECRET_NAME = /secret|token|api_?key|password|passwd|signature|_key$|auth|hmac|credential/i;
const PROOF_NAME = /hmac|digest|^(?:expected|computed|calculated|actual)(?:Sig|Hash|Mac|Token|Digest)?\w*$|expected_?sig|computed_?sig|signature/i;

/** A secret or a signature compared character by character: how long it takes tells how much of a guess was right. */
export function comparisonSightings(event: Observed): Sighting[] {
  if (event.kind !== 'compare') return [];
  const { node, left, right } = event;
  for (const [one, other, oneNode, otherNode] of [[left, right, node.left, node.right], [right, left, node.right, node.left]] as const) {
    if (isPlain(otherNode) || isConstant(other)) continue;
    const byMac = isMac(one) || (isName(oneNode, PROOF_NAME) && !isTainted(one) && isTainted(other) && /createHmac/.test(node.getSourceFile().text));
    const bySecret = one.origin !== undefined && /^process\.env\.\w/.test(one.origin) && SECRET_NAME.test(one.origin) && isTainted(other);
    if ((byMac && !isMac(other)) || bySecret) return [{ rule: 'timing-unsafe-comparison', class: 'weak-crypto', node, message: `A ${byMac ? 'signature' : 'secret'} is compared with ${node.operatorToken.getText()}, which takes longer the more of a guess is right.`, advice: 'Compare with crypto.timingSafeEqual, both as buffers of one length.' }];
  }
  return [];
}

const isMac = (value: Value): boolean => value.origin !== undefined && /createHmac\(\)|HmacSHA\d+\(\)/.test(value.origin) && /digest\(\)|toString\(\)|HmacSHA/.test(value.origin);

const isPlain = (node: ts.Node): boolean => node.kind === ts.SyntaxKind.NullKeyword || ts.isTypeOfExpression(node) || ts.isLiteralExpression(node) || (ts.isIdentifier(node) && node.text === 'undefined') || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;

const isName = (node: ts.Node, pattern: RegExp): boolean => ts.isIdentifier(node) && pattern.test(node.text);
