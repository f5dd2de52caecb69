import { expect, test } from '@jest/globals';
import { escapeQueryText, escapeUrl } from '../../src/providers/http/escape-url.ts';

// What requests 2.34.2 with urllib3 2.8.0 sends.
test.each([
  ['http://h/{a}/b c', 'http://h/%7Ba%7D/b%20c'],
  ['http://h/a\\b|c^d`e', 'http://h/a%5Cb%7Cc%5Ed%60e'],
  ['http://h/ü?ü=€', 'http://h/%C3%BC?%C3%BC=%E2%82%AC'],
  ['http://h/a?b=[1]&c={d}', 'http://h/a?b=%5B1%5D&c=%7Bd%7D'],
  ['http://h/%c3%bc', 'http://h/%C3%BC'],
  ['http://h/%zz/%20', 'http://h/%25zz/%2520'],
  ['http://h/100%?a=%20', 'http://h/100%25?a=%20'],
  ["http://h/~a-b._c!$&'()*+,;=:@", "http://h/~a-b._c!$&'()*+,;=:@"],
  ['https://u:p@h:1?a', 'https://u:p@h:1?a'],
  ['HTTP://[::1]:8', 'HTTP://[::1]:8'],
])('writes %s as requests does', (url, escaped) => {
  expect(escapeUrl(url)).toBe(escaped);
});

test.each([
  ['{"a":[1]}', '%7B%22a%22:%5B1%5D%7D'],
  ['a=1&b=%20', 'a=1&b=%20'],
])('writes the arguments %s as requests does', (text, escaped) => {
  expect(escapeQueryText(text)).toBe(escaped);
});
