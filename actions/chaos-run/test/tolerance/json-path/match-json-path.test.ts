import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { matchJsonPath } from '../../../src/tolerance/json-path/match-json-path.ts';
import { parseJsonPath } from '../../../src/tolerance/json-path/parse-json-path.ts';
import { answersOf } from '../answers.ts';

// What jsonpath2 0.4.5 finds with paths made by hand and by chance.
const { documents, cases } = answersOf('jsonpath2-answers') as {
  readonly documents: readonly Json[];
  readonly cases: readonly {
    readonly path: string;
    readonly document: number;
    readonly found?: readonly Json[];
    readonly error?: 'path' | 'match';
  }[];
};

test.each(cases)('$path in document $document', ({ path, document, found, error }) => {
  const value = documents[document] ?? null;
  if (error === 'path') {
    expect(() => parseJsonPath(path)).toThrow(/ at character \d+$/);
    return;
  }
  const parsed = parseJsonPath(path);
  if (error === 'match') expect(() => matchJsonPath(parsed, value)).toThrow(RangeError);
  else expect(matchJsonPath(parsed, value)).toStrictEqual(found);
});
