import type { Case } from '../case.ts';
import { env, experiment, play, shell, show, tell } from '../documents.ts';

/** Variables on the command line and in files. */
export const variableCases: readonly Case[] = [
  {
    name: 'variables: on the command line',
    ends: 'completed',
    variables: [
      'text=new = value',
      'number:int=12',
      'fraction:float=2',
      'truth:bool=no',
      'document:json={"a": [1, 2.5]}',
      'empty=',
      'extra=unknown',
      'a:b:int=5',
    ],
    experiment: experiment({
      configuration: {
        text: 'old',
        number: 1,
        fraction: 1,
        truth: true,
        document: null,
        empty: 'full',
        kept: 'kept',
        'a:b': 1,
      },
      method: [
        show(
          '${text}',
          '${number}',
          '${fraction}',
          '${truth}',
          '${document}',
          '<${empty}>',
          '${extra}',
          '${kept}',
          '${a:b}',
        ),
      ],
    }),
  },
  {
    name: 'variables: for what the environment lacks',
    ends: 'refused',
    variables: ['text=given'],
    experiment: experiment({ configuration: { text: env('MISSING') }, method: [play('never')] }),
  },
  {
    name: 'variables: instead of the environment',
    ends: 'completed',
    variables: ['text=given'],
    environment: { PRESENT: 'there' },
    experiment: experiment({ configuration: { text: env('PRESENT') }, method: [show('${text}')] }),
  },
  ...['number:int=twelve', 'text', 'number:long=1', 'document:json={'].map((line): Case => ({
    name: `variables: ${line}`,
    ends: 'refused',
    variables: [line],
    experiment: experiment({ configuration: { number: 1 }, method: [play('never')] }),
  })),
  {
    name: 'variables: out of files',
    ends: 'completed',
    variableFiles: ['a.yaml', 'b.json', 'c.env'],
    variables: ['third=line'],
    files: {
      'a.yaml':
        'configuration:\n  first: yaml\n  second: yaml\n  third: yaml\nsecrets:\n  group:\n    token: abcdefgh\n',
      'b.json': '{"configuration": {"second": {"type": "env", "key": "FROM_FILE"}}}',
      'c.env': '# comment\n\nFROM_FILE=of the file = x\nOTHER="quoted"\n',
    },
    experiment: experiment({
      configuration: { first: 1, second: 2, third: 3, other: env('OTHER', { default: 'none' }) },
      secrets: { group: { token: env('HOME') } },
      method: [
        show('${first}', '${second}', '${third}', '${other}'),
        tell('test "$1" = abcdefgh', '${token}'),
        shell('environment', 'echo $OTHER'),
      ],
    }),
  },
  {
    name: 'variables: out of files that are empty or end with yml',
    ends: 'completed',
    variableFiles: ['empty.yaml', 'last.yml'],
    files: { 'empty.yaml': '', 'last.yml': 'configuration: {text: last}\n' },
    experiment: experiment({ configuration: { text: 'first' }, method: [show('${text}')] }),
  },
  {
    name: 'variables: out of a file that is not there',
    ends: 'refused',
    variableFiles: ['nowhere.yaml'],
    experiment: experiment({ method: [play('never')] }),
  },
];
