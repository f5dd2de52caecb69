import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planRecordChange, recordAnnotation } from '../../src/traffic/record-annotation.ts';
import { anyRoute, httpRoute, patched } from './routes.ts';

test('comes and goes without a trace', () => {
  fc.assert(
    fc.property(anyRoute, fc.string({ minLength: 1 }), fc.string(), ({ route }, one, two) => {
      const first = patched(route, planRecordChange(route, one));
      expect(first.metadata.annotations?.[recordAnnotation]).toBe(one);
      const second = patched(first, planRecordChange(first, two));
      expect(second.metadata.annotations?.[recordAnnotation]).toBe(two);
      const gone = patched(second, planRecordChange(second, undefined));
      expect(JSON.stringify(gone)).toBe(JSON.stringify(route));
    }),
  );
});

test.each([
  ['the first of two annotations', { team: 'web' }, undefined, 'mine'],
  ['the only annotation', undefined, undefined, 'mine'],
  ['an annotation that is there', { [recordAnnotation]: 'theirs' }, 'mine', 'mine'],
  ['its end', { [recordAnnotation]: 'theirs', team: 'web' }, 'mine', undefined],
])('%s is refused when another run wrote since', (_, annotations, old, to) => {
  const rules = [{ backendRefs: [] }];
  const read = httpRoute(
    rules,
    old === undefined ? annotations : { ...annotations, [recordAnnotation]: old },
  );
  const since = { ...httpRoute(rules, { ...annotations, [recordAnnotation]: 'theirs' }) };
  const edited = { ...since, metadata: { ...since.metadata, resourceVersion: '4712' } };
  expect(() => patched(edited, planRecordChange(read, to))).toThrow(/test/i);
});
