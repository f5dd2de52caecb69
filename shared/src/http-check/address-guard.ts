import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** Which addresses may be connected to. Link-local and metadata addresses never may. */
export interface AddressRules {
  /** Loopback and private networks (RFC 1918, RFC 4193). */
  readonly allowPrivate: boolean;
}

/** An address that must not be connected to. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

// Cloud providers serve credentials at link-local addresses, and some at others: AWS and Google over
// IPv6, then Alibaba, Azure and Oracle.
const never = new BlockList();
never.addSubnet('169.254.0.0', 16, 'ipv4');
never.addSubnet('fe80::', 10, 'ipv6');
for (const address of ['fd00:ec2::254', 'fd20:ce::254']) never.addAddress(address, 'ipv6');
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) {
  never.addAddress(address, 'ipv4');
}

const privateRanges = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateRanges.addSubnet(network, prefix, 'ipv4');
}
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addAddress('::', 'ipv6');
privateRanges.addAddress('::1', 'ipv6');

/** Why `address` must not be connected to, or undefined where it may. */
export function refusedAddress(address: string, rules: AddressRules): string | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (never.check(address, family)) {
    return `${address} is a link-local or metadata address, which is never asked`;
  }
  if (!rules.allowPrivate && privateRanges.check(address, family)) {
    return `${address} is a loopback or private address, and allow-private is false`;
  }
  return undefined;
}

/**
 * A look-up of names that refuses such addresses. The address that was judged is the one that the
 * socket connects to, so that a name cannot answer differently a moment later.
 */
export function guardedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, []);
        return;
      }
      for (const { address } of addresses) {
        const refused = refusedAddress(address, rules);
        if (refused === undefined) continue;
        callback(new RefusedAddressError(`${hostname}: ${refused}`), []);
        return;
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
