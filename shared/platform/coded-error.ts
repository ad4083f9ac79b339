/** What goes wrong at the border of a function, as a person can act on it. */
export class CodedError extends Error {
  override name = 'CodedError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The code of any error: its own where it has one like `PAWL-AWS-DENIED`, otherwise `PAWL-UNEXPECTED`. */
export const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('PAWL-') ? code : 'PAWL-UNEXPECTED';
};
