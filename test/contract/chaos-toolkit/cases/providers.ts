import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { Case } from '../case.ts';
import { command, experiment, play, request, shell, show } from '../documents.ts';

/** Activities whose results must be the same; each a name and the activities of one method. */
const completed: readonly (readonly [string, readonly JsonObject[]])[] = [
  ['a list of arguments', [show('a b', "it's", '"', '*', '\\', 'ü')]],
  ['arguments that are left out', [show('', null, 'x', false, 0, [])]],
  ['arguments that are numbers', [show(1, 1.5, -0.5, 1e21, 1e-7, 100000000000, 123456.789)]],
  ['arguments that are lists and maps', [show(true, ['a', 1, null], { a: [true], b: "it's" })]],
  ['a map of arguments', [command('ask', 'printf', { '%s-%s|': 'a', b: 1, c: null, d: '' })]],
  ['a line of arguments', [command('ask', 'echo', 'a   b "c  d" | tr a-z A-Z; exit 4')]],
  [
    'a line with variables of the shell',
    [command('ask', 'echo', '$HOME_OF_NOBODY/x $((1+2))', {})],
  ],
  ['an empty line of arguments', [command('ask', 'echo', '')]],
  ['no arguments', [command('ask', 'echo', undefined), command('ask', 'echo', [])]],
  ['an absolute path', [command('ask', '/bin/echo', ['x'])]],
  ['both outputs and a status', [shell('ask', 'echo out; echo err >&2; exit 200')]],
  ['an end by a signal', [shell('ask', 'echo out; kill -9 $$')]],
  ['outputs without a last line end', [shell('ask', "printf 'a\\r\\nb\\t'")]],
  [
    'outputs with letters beyond ASCII',
    [shell('ask', 'echo "Größe: 12 µs – überall schön, ça va très bien"')],
  ],
  [
    'a process that takes too long',
    [
      {
        ...shell('ask', 'x'),
        provider: { type: 'process', path: 'sleep', arguments: ['5'], timeout: 0.2 },
      },
      play('later'),
    ],
  ],
  ['a response in JSON', [request('ask', '/json')]],
  ['a response in JSON with a charset', [request('ask', '/json-charset')]],
  ['a response in JSON with capitals', [request('ask', '/json-upper')]],
  ['a response that is a scalar', [request('ask', '/json-scalar')]],
  ['a text', [request('ask', '/text')]],
  ['a text in UTF-8', [request('ask', '/text-utf8'), request('ask', '/text-quoted-charset')]],
  ['a text in Latin-1', [request('ask', '/text-latin'), request('ask', '/text-declared-latin')]],
  ['a response without a type', [request('ask', '/no-type')]],
  ['an empty response', [request('ask', '/empty')]],
  ['headers', [request('ask', '/headers')]],
  ['a packed response', [request('ask', '/gzip')]],
  ['a response that tells an error', [request('ask', '/error'), request('ask', '/missing')]],
  [
    'a request of each method',
    ['POST', 'put', 'Patch', 'DELETE', 'OPTIONS'].map((method) =>
      request(method, '/echo', { method }),
    ),
  ],
  [
    'heads only',
    [request('ask', '/text', { method: 'HEAD' }), request('ask', '/error', { method: 'HEAD' })],
  ],
  [
    'a query',
    [
      request('ask', '/echo', {
        arguments: { a: 1, b: 'x y&z', c: ['1', '2'], d: null, e: true, f: 'ü', g: 1.5 },
      }),
      request('ask', '/echo?q=1', { arguments: { r: '/:?' } }),
      request('ask', '/echo', { arguments: 'raw=1' }),
    ],
  ],
  [
    'a form',
    [
      request('ask', '/echo', {
        method: 'POST',
        arguments: { a: 1, b: 'x y&z', c: ['1', '2'], d: null, f: 'ü' },
      }),
      request('ask', '/echo', { method: 'POST', arguments: 'raw text' }),
      request('ask', '/echo', { method: 'PUT', arguments: {} }),
    ],
  ],
  [
    'a document',
    [
      request('ask', '/echo', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        arguments: { a: 1.5, b: [null, true], c: 'ü' },
      }),
      request('ask', '/echo', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        arguments: { a: 1 },
      }),
      request('ask', '/echo', { method: 'POST', headers: { 'Content-Type': 'application/json' } }),
    ],
  ],
  [
    'headers of the file',
    [request('ask', '/echo', { headers: { 'X-Own': 'yes', Accept: 'text/x' } })],
  ],
  [
    'addresses that need care',
    [
      request('ask', '/echo?a=b c&d=ü'),
      request('ask', '/echo?a=[1]&b={c}|d^e&f=g%'),
      request('ask', '/echo?a=%c3%bc', { arguments: '{"b": [1]}' }),
      request('ask', '/echo#part'),
      request('ask', '/a/../echo'),
      request('ask', '/ech%6f'),
      request('ask', '?x'),
    ],
  ],
  [
    'redirects',
    [
      request('ask', '/redirect'),
      request('ask', '/redirect', { method: 'POST', arguments: { a: 1 } }),
      request('ask', '/redirect-permanent', { method: 'POST', arguments: { a: 1 } }),
      request('ask', '/redirect-see-other', { method: 'PUT', arguments: { a: 1 } }),
      request('ask', '/redirect-same-method', { method: 'POST', arguments: { a: 1 } }),
      request('ask', '/redirect-permanent', { method: 'DELETE' }),
      request('ask', '/redirect-cookie'),
    ],
  ],
  [
    'a connection that nobody takes',
    [request('ask', '', { url: 'http://127.0.0.1:1/' }), play('later')],
  ],
  ['a connection that breaks', [request('ask', '/reset'), play('later')]],
  [
    'a name that nobody knows',
    [request('ask', '', { url: 'http://nobody.invalid/' }), play('later')],
  ],
  [
    'a response that does not come',
    [
      request('ask', '/never', { timeout: 0.3 }),
      request('ask', '/never', { timeout: [5, 0.2] }),
      play('later'),
    ],
  ],
  ['retries', [request('ask', '', { url: 'http://127.0.0.1:1/', max_retries: 2 })]],
];

/** Activities that raise what nothing catches: the method ends there. */
const aborted: readonly (readonly [string, JsonObject])[] = [
  ['arguments that are a number', command('ask', 'echo', 5)],
  [
    'a timeout of a process that is a text',
    {
      ...shell('ask', 'x'),
      provider: { type: 'process', path: 'true', timeout: '5' },
    },
  ],
  ['a response that is broken JSON', request('ask', '/json-broken')],
  ['a head of JSON', request('ask', '/redirect', { method: 'HEAD' })],
  ['an empty response that should be JSON', request('ask', '/json-empty')],
  ['an address without a scheme', request('ask', '', { url: '127.0.0.1/x' })],
  ['an address of another scheme', request('ask', '', { url: 'ftp://127.0.0.1/x' })],
  ['a header that is a number', request('ask', '/echo', { headers: { 'X-Number': 1 } })],
  ['a timeout that is a text', request('ask', '/echo', { timeout: 'soon' })],
  ['redirects without an end', request('ask', '/redirect-for-ever')],
  ['a timeout of three numbers', request('ask', '/echo', { timeout: [1, 2, 3] })],
];

/** What processes and requests are given, and what they give. */
export const providerCases: readonly Case[] = [
  ...completed.map(([name, method]): Case => ({
    name: `providers: ${name}`,
    ends: 'completed',
    experiment: experiment({ method }),
  })),
  ...aborted.map(([name, activity]): Case => ({
    name: `providers: ${name}`,
    ends: 'aborted',
    experiment: experiment({ method: [play('before'), activity, play('never')] }),
  })),
];
