/** An answer of JSON-RPC that says no: the SDK sends the code and the sentence as they stand. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
  readonly code: number;

  constructor(code: keyof typeof CODES, sentence: string) {
    super(sentence);
    this.code = CODES[code];
  }
}

/** JSON-RPC 2.0, section 5.1; `not-found` as MCP numbers a resource that there is not. */
const CODES = { 'not-found': -32_002, 'invalid-params': -32_602, internal: -32_603 } as const;
