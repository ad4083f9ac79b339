// case: Nest-like mail service has its SMTP login in a class field
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';

@Injectable()
export class MailService {
  private readonly credentials = {
    user: 'notifier@mail.example.net',
    pass: 'Ember.Quartz.7719',
  };

  private readonly transport = createTransport({
    host: 'smtp.mail.example.net',
    port: 465,
    secure: true,
    auth: this.credentials,
  });

  async notify(to: string, subject: string, text: string): Promise<void> {
    await this.transport.sendMail({ from: this.credentials.user, to, subject, text });
  }
}
