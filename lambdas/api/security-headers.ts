/** What our page may load: its own files, and nothing inline; with an identity provider, that may be asked too. */
export const pagePolicy = (providers: readonly string[]): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'${providers.map((address) => ` ${new URL(address).origin}`).join('')}; frame-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

/** Data is no page. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** On every answer, whoever asks. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
