// case: Nest-like auth service hashes passwords with bcrypt at four rounds
import { Injectable } from '@nestjs/common';
import * as bcrypt from 'bcrypt';

interface Credentials {
  email: string;
  password: string;
}

@Injectable()
export class AuthService {
  private readonly rounds = 4;

  async register(credentials: Credentials): Promise<{ email: string; hash: string }> {
    const hash = await bcrypt.hash(credentials.password, this.rounds);
    return { email: credentials.email.toLowerCase(), hash };
  }

  verify(password: string, hash: string): Promise<boolean> {
    return bcrypt.compare(password, hash);
  }
}
