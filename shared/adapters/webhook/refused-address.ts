import { BlockList, isIP } from 'node:net';

const listOf = (...networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
};

/** What tells a machine's secrets to whoever asks from it (metadata of clouds), and what is no host at all: never, whatever is configured. */
const NEVER = listOf('0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '100.100.100.200/32', '::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::/32');

/** Private networks, this machine, and networks for documentation and measurement (RFC 6890 and the registries of IANA). */
const PRIVATE = listOf('10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '::1/128', 'fc00::/7', '2001:db8::/32', '64:ff9b:1::/48');

/** IPv6 addresses with an IPv4 address in them reach that one: mapped, compatible, NAT64, 6to4 and Teredo. */
const WRAPPED = listOf('::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '2002::/16', '2001::/32');

/** Why nothing is sent to this address; `undefined` when it may be. `address`: as text, IPv4 or IPv6, without brackets. */
export const refusedAddress = (address: string, privateAddresses: boolean): string | undefined => {
  const version = isIP(address);
  if (version === 0) return 'is not an address';
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const isLoopback = address === '::1';
  if (NEVER.check(address, family)) return 'is an address that nothing is ever sent to';
  if (version === 6 && !isLoopback && !isMapped(address) && WRAPPED.check(address, 'ipv6')) return 'is an address that nothing is ever sent to';
  return !privateAddresses && PRIVATE.check(address, family) ? 'is a private address; say "privateAddresses": true if that is meant' : undefined;
};

/** `::ffff:a.b.c.d`, which the lists above look through. */
const isMapped = (address: string): boolean => MAPPED.check(address, 'ipv6');
const MAPPED = listOf('::ffff:0:0/96');
