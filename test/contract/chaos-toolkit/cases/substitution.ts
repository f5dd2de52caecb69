import type { Case } from '../case.ts';
import { command, experiment, fileExists, play, request, shell, show } from '../documents.ts';

const values = {
  text: 'words',
  empty: '',
  number: 7,
  fraction: 0.1,
  yes: true,
  no: false,
  nothing: null,
  list: ['a', 1, true, null, "it's", 'say "x"', 'é\n'],
  map: { a: 1, b: { c: [] } },
  Under_score9: 'u',
  reference: '${text}',
};

/** How names are replaced by values. */
export const substitutionCases: readonly Case[] = [
  {
    name: 'substitution: whole texts keep their types',
    ends: 'completed',
    experiment: experiment({
      configuration: values,
      method: [
        show(...Object.keys(values).map((name) => `\${${name}}`)),
        request('typed', '/echo', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          arguments: Object.fromEntries(Object.keys(values).map((name) => [name, `\${${name}}`])),
        }),
      ],
    }),
  },
  {
    name: 'substitution: parts of texts are printed as Python does',
    ends: 'completed',
    experiment: experiment({
      configuration: values,
      method: [show(...Object.keys(values).map((name) => `<\${${name}}>`))],
    }),
  },
  {
    name: 'substitution: other forms',
    ends: 'completed',
    experiment: experiment({
      configuration: values,
      method: [
        show(
          '$text',
          '$text.',
          '$textual',
          '$$text',
          '$$',
          '$',
          '$9',
          '${9}',
          '${',
          '${text',
          '${ text }',
        ),
        show(
          '\\${text}',
          '$${text}',
          '${TEXT}',
          '${Under_score9}',
          '${text}${number}',
          '${number}',
          '$number',
        ),
        show(
          '${unknown}',
          'x ${unknown}',
          '$unknown',
          '${text.a}',
          '${text-a}',
          '${tëxt}',
          '$été',
          ' ${number}',
        ),
        command('line', 'echo', '${text} $number ${list} ${unknown:-shell}'),
        command('map', 'echo', { '${text}': '${number}', k: { n: '${text}' } }),
        command('typed line', 'echo', '${list}'),
      ],
    }),
  },
  {
    name: 'substitution: without configuration, secrets or variables nothing is replaced',
    ends: 'completed',
    experiment: experiment({
      more: { title: 'a ${title} $$' },
      method: [
        show('$$', '${a}'),
        request('ask', '/echo?a=$$', { arguments: { b: '$$' }, headers: { 'X-A': '$$' } }),
      ],
    }),
  },
  {
    name: 'substitution: in the title, tolerances and requests',
    ends: 'completed',
    experiment: experiment({
      configuration: { ...values, path: 'echo', wait: 5, page: 'text', word: 'systems?' },
      more: { title: 'What if $text has ${number}?', description: '${text}', tags: ['${text}'] },
      probes: [
        request(
          'pattern',
          '/${page}',
          {},
          { tolerance: { type: 'regex', target: 'body', pattern: '${word}' } },
        ),
      ],
      method: [
        request('ask', '/${path}?x=${text}', {
          timeout: '${wait}',
          headers: { 'X-Part': '$text ${number}', 'X-Text': '${text}' },
          arguments: { q: '${text}', r: ['${number}'] },
        }),
      ],
    }),
    hypothesisStrategy: 'after-method-only',
  },
  {
    name: 'substitution: in what tolerances ask for',
    ends: 'completed',
    experiment: experiment({
      configuration: { word: 'fine', want: true, name: 'name' },
      probes: [
        shell('regex', 'echo all fine', {
          tolerance: { type: 'regex', target: 'stdout', pattern: '^all ${word}' },
        }),
        request(
          'path',
          '/json',
          {},
          { tolerance: { type: 'jsonpath', target: 'body', path: '$.up', expect: '${want}' } },
        ),
        request(
          'list',
          '/json',
          {},
          { tolerance: { type: 'jsonpath', target: 'body', path: '$.up', expect: ['${want}'] } },
        ),
        request(
          'text',
          '/json',
          {},
          { tolerance: { type: 'jsonpath', target: 'body', path: '$["${name}"]', expect: 'shop' } },
        ),
      ],
      method: [play('method')],
    }),
  },
  {
    name: 'substitution: a text that is tolerated becomes a list',
    ends: 'died',
    experiment: experiment({
      configuration: { want: { type: 'range', range: [0, 1], target: 'nope' } },
      probes: [shell('ask', 'true', { tolerance: '${want}' })],
      method: [play('method')],
    }),
  },
  {
    name: 'substitution: a text that is tolerated becomes an integer',
    ends: 'completed',
    experiment: experiment({
      configuration: { want: 0 },
      probes: [
        shell('ask', 'true', { tolerance: '${want}' }),
        fileExists('there', '/', { tolerance: '$want' }),
      ],
      method: [play('method')],
    }),
  },
  {
    name: 'substitution: patterns with dollars',
    ends: 'completed',
    experiment: experiment({
      configuration: { word: 'fine' },
      probes: [
        shell('one', 'echo fine', {
          tolerance: { type: 'regex', target: 'stdout', pattern: 'fine$' },
        }),
        shell('two', 'echo fine', {
          tolerance: { type: 'regex', target: 'stdout', pattern: '$word|x' },
        }),
      ],
      method: [],
    }),
  },
];
