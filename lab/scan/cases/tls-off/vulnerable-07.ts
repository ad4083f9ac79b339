// case: Nest-like mail service sends through SMTP with an unverified certificate
import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';

@Injectable()
export class MailService {
  private readonly transport: Transporter = createTransport({
    host: process.env['SMTP_HOST'],
    port: 465,
    secure: true,
    auth: { user: process.env['SMTP_USER'], pass: process.env['SMTP_PASS'] },
    tls: { rejectUnauthorized: false },
  });

  async welcome(to: string): Promise<void> {
    await this.transport.sendMail({ from: 'hello@example.com', to, subject: 'Welcome', text: 'Welcome aboard.' });
  }
}
