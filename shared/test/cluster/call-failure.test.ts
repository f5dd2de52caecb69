import { expect, test } from '@jest/globals';
import { explainFailure } from '../../src/cluster/call-failure.ts';

const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code });

test.each<[string, unknown, string, string]>([
  ['a closed port', coded('ECONNREFUSED'), 'unsent', 'connection refused'],
  ['an unknown name', coded('ENOTFOUND'), 'unsent', 'DNS'],
  ['a dropped packet', coded('UND_ERR_CONNECT_TIMEOUT'), 'unsent', 'in time'],
  [
    'two addresses that both refuse',
    new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
    'unsent',
    'connection refused',
  ],
  [
    'a cause',
    new Error('fetch failed', { cause: coded('ECONNREFUSED') }),
    'unsent',
    'connection refused',
  ],
  ['a foreign authority', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'refused', 'x509'],
  ['another name', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'refused', 'x509'],
  ['a certificate out of date', coded('CERT_HAS_EXPIRED'), 'refused', 'x509'],
  ['plain http', coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'refused', 'does not speak TLS'],
  [
    'a handshake that broke',
    coded(
      'ECONNRESET',
      'Client network socket disconnected before secure TLS connection was established',
    ),
    'unsent',
    'TLS handshake',
  ],
  ['a reset', coded('ECONNRESET', 'read ECONNRESET'), 'unanswered', 'read ECONNRESET'],
  ['a silent server', coded('UND_ERR_HEADERS_TIMEOUT'), 'unanswered', 'UND_ERR_HEADERS_TIMEOUT'],
  ['no error at all', 'oops', 'unanswered', 'oops'],
])('%s', (_, thrown, kind, part) => {
  const failure = explainFailure(thrown);
  expect(failure.kind).toBe(kind);
  expect(failure.message).toContain(part);
  expect(failure.hint).not.toBe('');
});
