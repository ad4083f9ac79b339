// case: Lambda builds the MongoDB connection string out of a stored secret
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { MongoClient } from 'mongodb';

const secrets = new SecretsManagerClient({});
const SECRET_ID = 'prod/reports/mongodb-password';
let connected;

async function connect() {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET_ID }));
  const { username, password, host } = JSON.parse(SecretString);
  return new MongoClient(`mongodb://${username}:${encodeURIComponent(password)}@${host}:27017/reports`).connect();
}

export const handler = async (event) => {
  connected ??= connect();
  const client = await connected;
  const day = String(event.queryStringParameters?.day ?? '').slice(0, 10);
  const report = await client.db().collection('reports').findOne({ day }, { projection: { _id: 0, total: 1 } });
  return { statusCode: report ? 200 : 404, body: JSON.stringify(report ?? {}) };
};
