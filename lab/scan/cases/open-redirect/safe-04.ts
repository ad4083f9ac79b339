// case: Nest-like callback controller looks the state up on the server instead of following it
import { Controller, ForbiddenException, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';

interface SignIn {
  complete(code: string): Promise<string>;
  isPending(state: string): Promise<boolean>;
}

@Controller('auth')
export class AuthController {
  private readonly signIn: SignIn;

  constructor(signIn: SignIn) {
    this.signIn = signIn;
  }

  @Get('callback')
  async callback(@Query('code') code: string, @Query('state') state: string, @Res() res: Response): Promise<void> {
    if (!(await this.signIn.isPending(state))) {
      throw new ForbiddenException();
    }
    res.cookie('session', await this.signIn.complete(code), { httpOnly: true, secure: true });
    res.redirect('/dashboard');
  }
}
