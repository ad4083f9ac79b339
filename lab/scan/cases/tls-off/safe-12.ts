// case: custom identity check logs the name and passes on the verdict of the platform
import https, { type RequestOptions } from 'node:https';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';

function loggedIdentity(hostname: string, certificate: PeerCertificate): Error | undefined {
  const verdict = checkServerIdentity(hostname, certificate);
  console.log(`${hostname}: ${verdict ? verdict.message : 'ok'}`);
  return verdict;
}

export function postMetric(name: string, value: number): Promise<number> {
  const options: RequestOptions = {
    method: 'POST',
    hostname: 'metrics.example.net',
    path: '/v1/points',
    checkServerIdentity: loggedIdentity,
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
