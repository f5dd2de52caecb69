import { expect, test } from '@jest/globals';
import { guardedLookup, refusedAddress } from '../../src/http-check/address-guard.ts';

const open = { allowPrivate: true };
const closed = { allowPrivate: false };

test.each([
  '169.254.169.254',
  '169.254.0.1',
  'fe80::1',
  'fd00:ec2::254',
  '::ffff:169.254.169.254',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
])('%s is never asked', (address) => {
  expect(refusedAddress(address, open)).toContain('never asked');
  expect(refusedAddress(address, closed)).toContain('never asked');
});

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '::1',
  'fd12::1',
  '0.0.0.0',
  '::ffff:10.0.0.1',
])('%s is asked only where private addresses are allowed', (address) => {
  expect(refusedAddress(address, open)).toBeUndefined();
  expect(refusedAddress(address, closed)).toContain('allow-private');
});

test.each(['203.0.113.7', '2001:db8::1', 'shop.example'])('%s may be asked', (address) => {
  expect(refusedAddress(address, closed)).toBeUndefined();
});

test.each(['http://2852039166/', 'http://0xa9fea9fe/', 'http://0251.0376.0251.0376/'])(
  '%s is the metadata address in another spelling',
  (url) => {
    expect(refusedAddress(new URL(url).hostname, open)).toContain('never asked');
  },
);

test('a name is judged by what it resolves to', async () => {
  const error = await new Promise<Error | null>((resolve) => {
    guardedLookup(closed)('localhost', {}, resolve);
  });
  expect(error?.message).toContain('localhost: ');
  expect(error?.name).toBe('RefusedAddressError');
});
