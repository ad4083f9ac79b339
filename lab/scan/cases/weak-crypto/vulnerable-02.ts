// case: password reset tokens are drawn from the general-purpose random generator
import type { Pool } from 'mysql2/promise';

export class PasswordResets {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async issue(userId: number): Promise<string> {
    const token = this.token(32);
    await this.pool.execute(
      'INSERT INTO password_resets (user_id, token, expires_at) VALUES (?, ?, NOW() + INTERVAL 1 HOUR)',
      [userId, token],
    );
    return token;
  }

  private token(length: number): string {
    const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
    return Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
  }
}
