// case: Nest-like mail service requires STARTTLS and verifies the relay
import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';

@Injectable()
export class MailService {
  private readonly transport: Transporter = createTransport({
    host: process.env['SMTP_HOST'],
    port: 587,
    secure: false,
    requireTLS: true,
    auth: { user: process.env['SMTP_USER'], pass: process.env['SMTP_PASS'] },
    tls: { minVersion: 'TLSv1.2' },
  });

  async welcome(to: string): Promise<void> {
    await this.transport.sendMail({ from: 'hello@example.com', to, subject: 'Welcome', text: 'Welcome aboard.' });
  }
}
