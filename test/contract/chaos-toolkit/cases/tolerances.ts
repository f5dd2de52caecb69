import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Case, Ending } from '../case.ts';
import { command, experiment, fileExists, play, request, shell } from '../documents.ts';

/** A probe, and what is tolerated of its output. */
type Row = readonly [name: string, probe: JsonObject, tolerance: Json];

const fine = shell('ask', 'echo all systems fine; echo odd >&2');
const failing = shell('ask', 'exit 3');
const document = shell('ask', `echo '{"items": [{"id": 1}, {"id": 2}], "up": true}'`);
const number = shell('ask', 'echo 42');
const exists = fileExists('ask', 'experiment.json');
const isMissing = fileExists('ask', 'no-such-file');
const answered = request('ask', '/json');

const met: readonly Row[] = [
  ['an integer against the status of a process', failing, 3],
  ['an integer against the status of a response', answered, 200],
  ['the integer one against true', exists, 1],
  ['true', exists, true],
  ['false', isMissing, false],
  ['a list with the status of a response', answered, [200, 299]],
  ['a list of one status', failing, [3]],
  ['a list of three with the status', failing, [1, 2, 3]],
  ['a list of two around true', exists, [0, 1]],
  ['a list with true in it', exists, ['x', true, 'y']],
  ['a list with one for true', exists, [7, 8, 1]],
  ['a range of the status', answered, { type: 'range', range: [200, 299], target: 'status' }],
  [
    'a range of a text that is a number',
    number,
    { type: 'range', range: [42, 42.5], target: 'stdout' },
  ],
  ['a range of true', exists, { type: 'range', range: [1, 1] }],
  ['a pattern anywhere in a text', fine, { type: 'regex', pattern: 'sys\\w+', target: 'stdout' }],
  ['a pattern in the errors', fine, { type: 'regex', pattern: '^odd$', target: 'stderr' }],
  [
    'a pattern of several lines',
    fine,
    { type: 'regex', pattern: '(?m)^ALL|fine$', target: 'stdout' },
  ],
  [
    'a pattern that ignores case',
    fine,
    { type: 'regex', pattern: '(?i)ALL SYSTEMS', target: 'stdout' },
  ],
  [
    'a pattern with a named group',
    fine,
    { type: 'regex', pattern: '(?P<s>l)(?P=s)', target: 'stdout' },
  ],
  [
    'a pattern up to the end',
    fine,
    { type: 'regex', pattern: '\\Aall.*fine\\n\\Z', target: 'stdout' },
  ],
  ['an empty pattern', fine, { type: 'regex', pattern: '', target: 'stdout' }],
  [
    'a path into a document',
    document,
    { type: 'jsonpath', path: '$.items[*].id', target: 'stdout' },
  ],
  [
    'a path with a count',
    document,
    { type: 'jsonpath', path: '$.items[*]', count: 2, target: 'stdout' },
  ],
  [
    'a path with a count of none',
    document,
    { type: 'jsonpath', path: '$.nope', count: 0, target: 'stdout' },
  ],
  [
    'a path and what it finds',
    document,
    { type: 'jsonpath', path: '$.items[*].id', expect: [1, 2], target: 'stdout' },
  ],
  [
    'a path and the one thing it finds',
    document,
    { type: 'jsonpath', path: '$.up', expect: true, target: 'stdout' },
  ],
  [
    'a path and one for true',
    document,
    { type: 'jsonpath', path: '$.up', expect: 1, target: 'stdout' },
  ],
  [
    'a path and a wrong count',
    document,
    { type: 'jsonpath', path: '$.up', expect: [true], count: 5, target: 'stdout' },
  ],
  [
    'a path and a list that is expected to be empty',
    document,
    { type: 'jsonpath', path: '$.nope', expect: [], target: 'stdout' },
  ],
  [
    'a path into a body',
    answered,
    { type: 'jsonpath', path: '$.items[?(@.price < 10)]', count: 0, target: 'body' },
  ],
  [
    'a path into a whole response',
    answered,
    { type: 'jsonpath', path: '$.body.items.*[?(@.price < 10)].id', expect: [1] },
  ],
  [
    'a path into the headers',
    answered,
    { type: 'jsonpath', path: '$["Content-Type"]', expect: 'application/json', target: 'headers' },
  ],
  [
    'a path that asks for a target that is not there',
    document,
    { type: 'jsonpath', path: '$.status', expect: 0, target: 'body' },
  ],
  ['a path over a scalar', number, { type: 'jsonpath', path: '$', expect: 42, target: 'stdout' }],
  [
    'a probe',
    fine,
    {
      ...command('judge', 'false', undefined),
      provider: { type: 'process', path: 'false', arguments: {} },
    },
  ],
];

const unmet: readonly Row[] = [
  ['another integer', failing, 0],
  ['an integer against a response', answered, 404],
  ['true against a process', fine, true],
  ['a text against a process', fine, 'all systems fine\n'],
  ['a text against true', exists, 'True'],
  ['false against true', exists, false],
  ['a list of two that the status lies between', answered, [199, 299]],
  ['an empty list', failing, []],
  ['a list without the status', failing, [1, 2, '3']],
  ['a list of two beside true', exists, [2, 5]],
  ['a range beside the status', answered, { type: 'range', range: [300, 399.5], target: 'status' }],
  ['a range of words', fine, { type: 'range', range: [0, 10], target: 'stdout' }],
  [
    'a pattern that is not there',
    fine,
    { type: 'regex', pattern: 'broken|down', target: 'stdout' },
  ],
  ['a pattern in another case', fine, { type: 'regex', pattern: 'ALL', target: 'stdout' }],
  [
    'a path that finds nothing',
    document,
    { type: 'jsonpath', path: '$.items[*].name', target: 'stdout' },
  ],
  [
    'a path with another count',
    document,
    { type: 'jsonpath', path: '$.items[*]', count: 1, target: 'stdout' },
  ],
  [
    'a path that finds more',
    document,
    { type: 'jsonpath', path: '$.items[*].id', expect: [1], target: 'stdout' },
  ],
  [
    'a path that finds another order',
    document,
    { type: 'jsonpath', path: '$.items[*].id', expect: [2, 1], target: 'stdout' },
  ],
  [
    'a path that finds a text instead',
    document,
    { type: 'jsonpath', path: '$.up', expect: 'true', target: 'stdout' },
  ],
  ['a path and null', document, { type: 'jsonpath', path: '$.up', expect: null, target: 'stdout' }],
  ['a path over words', fine, { type: 'jsonpath', path: '$.up', target: 'stdout' }],
  ['a path over true', exists, { type: 'jsonpath', path: '$.up' }],
];

const fatal: readonly Row[] = [
  ['a pattern over a process', fine, { type: 'regex', pattern: 'fine' }],
  ['a pattern over true', exists, { type: 'regex', pattern: 'True' }],
  ['a pattern over a status', fine, { type: 'regex', pattern: '0', target: 'status' }],
  ['a target of true', exists, { type: 'range', range: [0, 1], target: 'status' }],
  ['a range of a process', fine, { type: 'range', range: [0, 1] }],
  ['a list of two words around true', exists, ['a', 'b']],
  ['a probe without arguments', fine, command('judge', 'true', undefined)],
];

/** Every kind of tolerance, within and without, and those that end the program. */
export const toleranceCases: readonly Case[] = [
  ...met.map((row) => caseOf(row, 'completed', 'met')),
  ...unmet.map((row) => caseOf(row, 'completed', 'not met')),
  ...fatal.map((row) => caseOf(row, 'died', 'of the wrong type')),
];

function caseOf([name, probe, tolerance]: Row, ends: Ending, how: string): Case {
  return {
    name: `tolerance: ${name}, ${how}`,
    ends,
    experiment: experiment({ probes: [{ ...probe, tolerance }], method: [play('method')] }),
    hypothesisStrategy: 'before-method-only',
  };
}
