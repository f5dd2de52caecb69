import type { Case } from '../case.ts';
import { command, experiment, play, request, shell, show } from '../documents.ts';

/** Where chaos-run does not do what Chaos Toolkit does, and is not meant to. */
export const departures: readonly Case[] = [
  {
    name: 'activities: a dry activity of the file is played in a dry run',
    ends: 'completed',
    experiment: experiment({ method: [play('action', { dry: 'none' }), play('other')] }),
    dry: 'activities',
    departs: {
      why: 'An activity must not get out of a dry run by a key that has no other meaning.',
      exitCode: 0,
      played: '',
    },
  },
  {
    name: 'activities: a pause that is less than nothing',
    ends: 'aborted',
    experiment: experiment({ method: [play('one', { pauses: { after: -1 } }), play('two')] }),
    departs: {
      why: 'Refused before anything is done, not in the middle.',
      exitCode: 1,
      played: '',
    },
  },
  {
    name: 'activities: a rollback that refers to nothing',
    ends: 'died',
    experiment: experiment({
      method: [play('action')],
      rollbacks: [play('rollback'), { ref: 'nothing' }, play('never')],
    }),
    departs: {
      why: 'Refused before anything is done, not in the middle.',
      exitCode: 1,
      played: '',
    },
  },
  {
    name: 'variables: out of files that are empty or broken',
    ends: 'completed',
    variableFiles: ['empty.yaml', 'broken.json', 'list.yml'],
    files: {
      'empty.yaml': '',
      'broken.json': '{"configuration":',
      'list.yml': 'configuration: {text: last}\n',
    },
    experiment: experiment({ configuration: { text: 'first' }, method: [show('${text}')] }),
    departs: {
      why: 'Values that were given are not left out without a word.',
      exitCode: 1,
      played: '',
    },
  },
  {
    name: 'JSON: words of Python',
    ends: 'completed',
    experiment:
      '{"title": "t", "description": "d", "values": [NaN, Infinity, -Infinity], "method": []}',
    file: 'experiment.json',
    departs: {
      why: 'They are no JSON, and no reader of the journal would understand them.',
      exitCode: 1,
      played: '',
    },
  },
  {
    name: 'YAML: integers beyond 2^53',
    ends: 'completed',
    experiment: 'title: t\ndescription: d\nvalue: 9007199254740993\nmethod: []\n',
    departs: { why: 'Refused rather than rounded.', exitCode: 1, played: '' },
  },
  {
    name: 'JSON: integers beyond 2^53',
    ends: 'completed',
    experiment: '{"title": "t", "description": "d", "value": 9007199254740993, "method": []}',
    file: 'experiment.json',
    departs: { why: 'Refused rather than rounded.', exitCode: 1, played: '' },
  },
  {
    name: 'providers: floats in an answer',
    ends: 'completed',
    experiment: experiment({ method: [request('ask', '/json-float'), play('later')] }),
    departs: {
      why: 'The journal writes 1.0 of an answer as 1: JavaScript does not tell them apart.',
      exitCode: 0,
      played: 'later\n',
    },
  },
  {
    name: 'providers: arguments that are null',
    ends: 'aborted',
    experiment: experiment({ method: [command('ask', 'echo', null), play('later')] }),
    departs: { why: 'A key without a value is as good as none.', exitCode: 0, played: 'later\n' },
  },
  {
    name: 'activities: a signal beside what runs in the background',
    ends: 'interrupted',
    experiment: experiment({
      method: [
        shell('slow', 'sleep 1.5; echo slow >> played.txt', { background: true }),
        shell('waiting', 'touch ready; exec sleep 5'),
      ],
    }),
    signal: 'SIGTERM',
    departs: {
      why: 'A cancelled job has seconds left: what runs in the background is ended too.',
      exitCode: 1,
      played: '',
    },
  },
];
