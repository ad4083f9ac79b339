// case: custom identity check accepts every host name after logging it
import https, { type RequestOptions } from 'node:https';
import type { PeerCertificate } from 'node:tls';

function lenientIdentity(hostname: string, certificate: PeerCertificate): Error | undefined {
  console.log(`connected to ${hostname}, subject ${certificate.subject.CN}`);
  return undefined;
}

export function postMetric(name: string, value: number): Promise<number> {
  const options: RequestOptions = {
    method: 'POST',
    hostname: 'metrics.example.net',
    path: '/v1/points',
    checkServerIdentity: lenientIdentity,
  };
  return new Promise((resolve, reject) => {
    const req = https.request(options, (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    req.on('error', reject);
    req.end(JSON.stringify({ name, value }));
  });
}
