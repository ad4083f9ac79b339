import { errorCode } from '../domain/error-code.ts';

/** What goes wrong at the border of a function, as a person can act on it. */
export class CodedError extends Error {
  override name = 'CodedError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The code of any error: its own or its cause's (`PAWL-AWS-DENIED`), otherwise `PAWL-UNEXPECTED`. */
export const codeOf = (error: unknown): string => errorCode(error) ?? 'PAWL-UNEXPECTED';
