// case: client allows TLS 1.0 and pins the method to the oldest protocol
import { request, type RequestOptions } from 'node:https';

const options: RequestOptions = {
  hostname: 'terminal.example.com',
  path: '/status',
  method: 'GET',
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1',
  ciphers: 'DEFAULT@SECLEVEL=0',
};

export function terminalStatus(): Promise<string> {
  return new Promise((resolve, reject) => {
    const req = request(options, (res) => {
      res.setEncoding('utf8');
      let text = '';
      res.on('data', (chunk: string) => (text += chunk));
      res.on('end', () => resolve(text));
    });
    req.on('error', reject);
    req.end();
  });
}
