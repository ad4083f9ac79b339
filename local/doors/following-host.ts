import { HostClient, type HostAddress } from '../../shared/adapters/local/host-client.ts';
import { readHostFile } from '../host/host-file.ts';

/** Where nobody ever listens: whatever is asked there is `unreachable`. */
const NOWHERE: HostAddress = { url: 'http://127.0.0.1:9', token: '' };

/** The function host of a state folder, wherever it is at the moment of each question: it may be ended and started again at another port. */
export const followingHost = (hostFolder: string): HostClient =>
  Object.defineProperty(new HostClient(NOWHERE), 'address', { get: (): HostAddress => readHostFile(hostFolder) ?? NOWHERE });
