import type { Case } from '../case.ts';
import {
  command,
  env,
  experiment,
  fileExists,
  play,
  request,
  shell,
  show,
  tell,
} from '../documents.ts';

/** Where configuration and secrets come from. */
export const configurationCases: readonly Case[] = [
  {
    name: 'configuration: out of the environment',
    ends: 'completed',
    environment: {
      A_TEXT: 'words',
      A_NUMBER: '12',
      A_FRACTION: '1e3',
      A_DOCUMENT: '{"a": [1, 2.0]}',
      A_NO: 'No',
      EMPTY: '',
    },
    experiment: experiment({
      configuration: {
        text: env('A_TEXT'),
        string: env('A_NUMBER', { env_var_type: 'str' }),
        number: env('A_NUMBER', { env_var_type: 'int' }),
        fraction: env('A_FRACTION', { env_var_type: 'float' }),
        document: env('A_DOCUMENT', { env_var_type: 'json' }),
        no: env('A_NO', { env_var_type: 'bool' }),
        yes: env('A_TEXT', { env_var_type: 'bool' }),
        empty: env('EMPTY', { default: 'not taken' }),
        other: env('MISSING', { default: 'taken' }),
        typed: env('MISSING', { default: '7', env_var_type: 'int' }),
        object: { type: 'other', key: 'A_TEXT' },
      },
      method: [
        show(
          '${text}',
          '${string}',
          '${number}',
          '${fraction}',
          '${document}',
          '${no}',
          '${yes}',
          '<${empty}>',
          '${other}',
          '${typed}',
          '${object}',
        ),
      ],
    }),
  },
  {
    name: 'configuration: a variable of the environment is missing',
    ends: 'refused',
    experiment: experiment({ configuration: { text: env('MISSING') }, method: [play('never')] }),
  },
  {
    name: 'configuration: a variable of the environment is not a number',
    ends: 'died',
    environment: { WORD: 'word' },
    experiment: experiment({
      configuration: { text: env('WORD', { env_var_type: 'int' }) },
      method: [play('never')],
    }),
  },
  {
    name: 'configuration: out of probes',
    ends: 'completed',
    experiment: experiment({
      configuration: {
        greeting: 'hello',
        process: shell('process', 'echo "  ${1:-x}said"; echo'),
        greeted: command('greeted', 'echo', ['${greeting}', '${process}']),
        http: request('http', '/json'),
        python: fileExists('python', '/'),
        failed: shell('failed', 'exit 1'),
        unreachable: request('unreachable', '', { url: 'http://127.0.0.1:1/' }),
        broken: request('broken', '/json-broken'),
      },
      method: [
        show(
          '${process}',
          '${greeted}',
          '${http}',
          '${python}',
          '${failed}',
          '${unreachable}',
          '${broken}',
        ),
      ],
    }),
  },
  {
    name: 'secrets: literal and out of the environment',
    ends: 'completed',
    environment: { TOKEN: 'abcdefgh' },
    experiment: experiment({
      secrets: {
        group: { token: env('TOKEN'), literal: 'ijklmnop' },
        deeper: { more: { type: 'none', inner: 'qrstuvwx' } },
      },
      method: [
        tell(
          'test "$1" = abcdefgh && test "$2" = ijklmnop && test "$3" = \'${inner}\'',
          '${token}',
          '${literal}',
          '${inner}',
        ),
        tell('test "$1" = "<abcdefgh>"', '<$token>'),
      ],
    }),
  },
  {
    name: 'secrets: the configuration wins',
    ends: 'completed',
    experiment: experiment({
      configuration: { token: 'public' },
      secrets: { group: { token: 'abcdefgh', other: 'ijklmnop' }, next: { other: 'qrstuvwx' } },
      method: [show('${token}'), tell('test "$1" = ijklmnop', '${other}')],
    }),
  },
  {
    name: 'secrets: a variable of the environment is missing',
    ends: 'refused',
    experiment: experiment({
      secrets: { group: { token: env('MISSING') } },
      method: [play('never')],
    }),
  },
  {
    name: 'secrets: a group that is a text',
    ends: 'died',
    experiment: experiment({ secrets: { token: 'abcdefgh' }, method: [play('never')] }),
  },
];
