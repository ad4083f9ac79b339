// case: signing secret is required from the environment at start
import jwt from 'jsonwebtoken';

const SECRET_VARIABLE = 'JWT_SIGNING_SECRET';

function requiredSecret(name: string): string {
  const value = process.env[name];
  if (!value || value.length < 32) {
    throw new Error(`${name} must hold at least 32 characters`);
  }
  return value;
}

const jwtSecret = requiredSecret(SECRET_VARIABLE);

export function issue(userId: string): string {
  return jwt.sign({ sub: userId }, jwtSecret, { algorithm: 'HS256', expiresIn: '15m' });
}

export function subjectOf(token: string): string | undefined {
  const claims = jwt.verify(token, jwtSecret, { algorithms: ['HS256'] });
  return typeof claims === 'string' ? undefined : claims.sub;
}
