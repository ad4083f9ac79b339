import { EMULATOR_REGION, type MiniStack } from '../../localstack/ministack.ts';
import { STAGE } from '../../localstack/world.ts';

export type DoorAnswer = { readonly status: number; readonly body: unknown };

/** Somebody with AWS credentials in front of the deployed doors. */
export type SignedDoor = {
  readonly userArn: string;
  get(path: string): Promise<DoorAnswer>;
  post(path: string, body: object): Promise<DoorAnswer>;
};

type Emulator = Pick<MiniStack, 'endpoint' | 'env'>;

/** The emulator looks at who signs, not at the signature. */
const signedBy = (accessKey: string, service: string): string => `AWS4-HMAC-SHA256 Credential=${accessKey}/20260101/${EMULATOR_REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** Where the deployed REST API answers on the emulator. */
export const doorsAddress = async ({ endpoint, env }: Emulator): Promise<string> => {
  const answer = await fetch(`${endpoint}/restapis`, { headers: { authorization: signedBy(env['AWS_ACCESS_KEY_ID'] ?? '', 'apigateway'), accept: 'application/json' } });
  const { item = [] } = (await answer.json()) as { item?: { id: string; name: string }[] };
  const found = item.find(({ name }) => name === `pawl-${STAGE}-doors`);
  if (!found) throw new Error(`There is no API of the doors among ${item.map(({ name }) => name).join(', ') || 'none'}.`);
  return `${endpoint}/restapis/${found.id}/pawl/_user_request_`;
};

/** Makes an IAM user with a key, and goes through the doors as that user. */
export const signedDoor = async (emulator: Emulator, userName: string): Promise<SignedDoor> => {
  const iam = async (action: string): Promise<string> => {
    const answer = await fetch(emulator.endpoint, {
      method: 'POST',
      headers: { authorization: signedBy(emulator.env['AWS_ACCESS_KEY_ID'] ?? '', 'iam') },
      body: new URLSearchParams({ Action: action, UserName: userName, Version: '2010-05-08' }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${action} failed: ${text}`);
    return text;
  };
  const userArn = within('Arn', await iam('CreateUser'));
  const authorization = signedBy(within('AccessKeyId', await iam('CreateAccessKey')), 'execute-api');
  const address = await doorsAddress(emulator);
  const asked = async (path: string, init: RequestInit): Promise<DoorAnswer> => {
    const answer = await fetch(`${address}/iam/v1/${path}`, { ...init, headers: { authorization, 'content-type': 'application/json' } });
    return { status: answer.status, body: await answer.json() };
  };
  return { userArn, get: (path) => asked(path, {}), post: (path, body) => asked(path, { method: 'POST', body: JSON.stringify(body) }) };
};

const within = (tag: string, xml: string): string => {
  const [, found] = new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(xml) ?? [];
  if (found === undefined) throw new Error(`There is no ${tag} in ${xml}`);
  return found;
};
