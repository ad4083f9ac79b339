// case: terminal client applies a settings object with the insecure flag to the process environment
import { request } from 'node:https';

const runtime = {
  NODE_NO_WARNINGS: '1',
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
};

Object.assign(process.env, runtime);

export function terminalStatus(id: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const req = request({ hostname: 'terminal.example.com', path: `/status/${Number(id)}`, timeout: 2000 }, (res) => {
      res.setEncoding('utf8');
      let text = '';
      res.on('data', (chunk: string) => (text += chunk));
      res.on('end', () => resolve(text));
    });
    req.on('error', reject);
    req.end();
  });
}
