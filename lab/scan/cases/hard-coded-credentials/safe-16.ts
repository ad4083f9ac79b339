// case: OAuth public client uses a client id and a code verifier, no secret
const CLIENT_ID = 'storefront-web';
const TOKEN_URL = 'https://login.example.com/oauth/token';
const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

interface TokenAnswer {
  access_token: string;
  expires_in: number;
}

export async function exchange(code: string, codeVerifier: string): Promise<TokenAnswer> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: CLIENT_ID,
    code_verifier: codeVerifier,
    requested_token_type: TOKEN_TYPE,
  });
  const response = await fetch(TOKEN_URL, { method: 'POST', body: form });
  if (!response.ok) {
    throw new Error(`token exchange answered ${response.status}`);
  }
  return (await response.json()) as TokenAnswer;
}
