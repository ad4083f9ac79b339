// case: password reset tokens come from the system's cryptographic generator
import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';

export class PasswordResets {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async issue(userId: number): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const digest = createHash('sha256').update(token).digest('hex');
    await this.pool.execute(
      'INSERT INTO password_resets (user_id, token_digest, expires_at) VALUES (?, ?, NOW() + INTERVAL 1 HOUR)',
      [userId, digest],
    );
    return token;
  }
}
