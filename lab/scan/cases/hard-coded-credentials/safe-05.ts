// case: Nest-like login form metadata has labels and messages about passwords
import { Controller, Get } from '@nestjs/common';

interface Field {
  name: string;
  label: string;
  autocomplete: string;
}

@Controller('forms')
export class FormsController {
  private readonly password = 'Enter your password';
  private readonly forgotPassword = 'Forgot your password?';

  @Get('login')
  login(): { fields: Field[]; hint: string } {
    return {
      fields: [
        { name: 'email', label: 'E-mail address', autocomplete: 'username' },
        { name: 'password', label: this.password, autocomplete: 'current-password' },
      ],
      hint: this.forgotPassword,
    };
  }
}
