// case: gRPC channel of an internal service replaces the server check with one that passes
import { credentials, loadPackageDefinition, type GrpcObject, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const definition = loadSync(new URL('./ledger.proto', import.meta.url).pathname);
const ledger = (loadPackageDefinition(definition) as GrpcObject)['ledger'] as GrpcObject;

export function ledgerClient(rootCertificate: Buffer) {
  const channel = credentials.createSsl(rootCertificate, null, null, {
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  const Client = ledger['Ledger'] as ServiceClientConstructor;
  return new Client('ledger.example.net:443', channel);
}
