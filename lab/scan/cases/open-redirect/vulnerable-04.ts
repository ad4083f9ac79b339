// case: Nest-like callback controller redirects to the state parameter after sign-in
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';

interface SignIn {
  complete(code: string): Promise<string>;
}

@Controller('auth')
export class AuthController {
  private readonly signIn: SignIn;

  constructor(signIn: SignIn) {
    this.signIn = signIn;
  }

  @Get('callback')
  async callback(@Query('code') code: string, @Query('state') state: string, @Res() res: Response): Promise<void> {
    const session = await this.signIn.complete(code);
    res.cookie('session', session, { httpOnly: true, secure: true, sameSite: 'lax' });
    res.redirect(decodeURIComponent(state));
  }
}
