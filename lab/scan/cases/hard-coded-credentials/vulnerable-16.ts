// case: OAuth client secret is sent from a constant in a token exchange
interface TokenAnswer {
  access_token: string;
  expires_in: number;
}

const CLIENT_ID = 'storefront-web';
const CLIENT_SECRET = 'cs-Bz81kPq0vTm6YwLr4NdE';

export async function exchange(code: string): Promise<TokenAnswer> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    redirect_uri: 'https://shop.example.com/callback',
  });
  const response = await fetch('https://login.example.com/oauth/token', { method: 'POST', body: form });
  if (!response.ok) {
    throw new Error(`token exchange answered ${response.status}`);
  }
  return (await response.json()) as TokenAnswer;
}
