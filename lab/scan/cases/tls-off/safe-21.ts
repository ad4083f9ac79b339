// case: gRPC channel is mutual TLS with root, key and chain from the mounted secrets
import { readFileSync } from 'node:fs';
import { credentials, loadPackageDefinition, type GrpcObject, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const definition = loadSync(new URL('./ledger.proto', import.meta.url).pathname);
const ledger = (loadPackageDefinition(definition) as GrpcObject)['ledger'] as GrpcObject;

export function ledgerClient() {
  const channel = credentials.createSsl(
    readFileSync('/run/tls/root.pem'),
    readFileSync('/run/tls/client.key'),
    readFileSync('/run/tls/client.crt'),
  );
  const Client = ledger['Ledger'] as ServiceClientConstructor;
  return new Client('ledger.example.net:443', channel);
}
