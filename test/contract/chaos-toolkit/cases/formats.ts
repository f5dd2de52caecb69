import type { Case } from '../case.ts';

const played = `method:
- type: action
  name: play
  provider:
    type: process
    path: sh
    arguments: ["-c", "echo played >> played.txt"]
`;

/** Texts of YAML whose copy in the journal shows how they were read. */
const texts: Readonly<Record<string, string>> = {
  'words for true and false': 'values: [yes, No, ON, off, y, n, true, "yes", ~, null, Null, ""]',
  numbers: `values: [1, 1.0, 1., .5, 1e3, 1.0e3, 1.0e+3, 0x1F, 010, 0o10, 0b11, 1_000, 190:20:30, -3, +4, -0.0, 1e400x]`,
  'large numbers':
    'values: [9007199254740991, -9007199254740991, 1.5e+300, 0.1, 100000000000000000000.0]',
  'small numbers': 'values: [1.0e-7, 0.00001, 0.0001, 1.0e+16, 1.0e+15, 123456789.123456789]',
  times:
    'values: [2026-11-21, 2026-11-21T10:00:00Z, 2026-11-21 10:00:00.5, 2026-11-21T10:00:00+02:00, 10:30]',
  'keys of other types': '2: a\n1.5: b\nnull: d\nyes: e\noff: f',
  'anchors and merges': `base: &base {a: 1, b: {c: 2}}
merged:
  <<: *base
  a: 3
several:
  <<: [{x: 1}, *base]
again: *base`,
  'texts of several lines': `folded: >
  one
  two

  three
kept: |+
  one
   two

plain: one
  two
quoted: "one
  two\\n\\u00fc \\x41"
single: 'it''s'`,
  'letters beyond ASCII': 'ümläut: "größe ✓ 🎉"\nescaped: "\\U0001F389"',
  'keys that come twice': 'twice: 1\nother: 2\ntwice: 3',
  tags: 'values: [!!str 5, !!int "5", !!float 5, !!bool "yes", !!null ""]',
  'comments and odd spaces':
    '# first\nvalues:   [ a ,b,  "c" ]   # last\nempty:\nmap: {a: , b: {}}',
  'words with colons':
    'values: [http://x/y, "a: b", a:b, "#a", a#b, "- a"]\nurl: http://x:80/y?z=1#2',
};

const floats = `configuration: {ratio: 2.0, list: [1.0, 1, {a: 3.0}]}
method:
- type: probe
  name: arguments
  provider:
    type: process
    path: printf
    arguments: ['[%s]', 1.0, 1, 1e3, 1.0e+3, 1.0e+16, -0.0, [1.0, 1], "\${ratio}", "x\${ratio}", "\${list}", "\${nope}"]
- type: probe
  name: map
  provider: {type: process, path: printf, arguments: {"[%s]": 1.0, a: {b: 2.0}}}
- type: probe
  name: query
  provider: {type: http, url: "{{base}}/echo", arguments: {a: 1.0, b: ["\${ratio}", 1], c: "\${list}"}}
- type: probe
  name: document
  provider:
    type: http
    url: "{{base}}/echo"
    method: POST
    headers: {Content-Type: application/json}
    arguments: {a: 1.0, b: "\${list}", c: 1, d: ü}
`;

/** How files are read. */
export const formatCases: readonly Case[] = [
  ...Object.entries(texts).map(([name, text]): Case => ({
    name: `YAML: ${name}`,
    ends: 'completed',
    experiment: `title: t\ndescription: d\n${text}\n${played}`,
  })),
  {
    name: 'YAML: floats in arguments',
    ends: 'completed',
    experiment: `title: t\ndescription: d\n${floats}`,
  },
  {
    name: 'YAML: in a file that ends with yml',
    ends: 'completed',
    experiment: `---\ntitle: t\ndescription: d\n${played}...\n`,
    file: 'chaos/experiment.yml',
  },
  {
    name: 'JSON: numbers and letters',
    ends: 'completed',
    experiment: `{
      "title": "t", "description": "d \\u00fc \\ud83c\\udf89 \\u0007 / \\/",
      "values": [1, 1.0, 1e3, 1E-7, -0, -0.0, 9007199254740991, 1.5e300, 0.1, 100000000000000000000.0],
      "twice": 1, "twice": {"a": [], "b": {}},
      "method": []
    }`,
    file: 'experiment.json',
  },
];
