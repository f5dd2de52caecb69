import { describe, expect, it } from '@jest/globals';
import { lexTemplate } from '../../src/marks/lex-template.ts';

describe('lexTemplate', () => {
  it.each([
    ['plain', ['text plain']],
    ['a{{ b }}c', ['text a', 'action b', 'text c']],
    ['{{- b -}}', ['action - b -']],
    ['{{-b}}', ['action -b']],
    ['{{ -1 }}', ['action -1']],
    ['{{- -1 }}', ['action - -1']],
    ['{{b -}}', ['action b -']],
    ['{{\n  b\n-}}', ['action b -']],
    ['{{ "}}" }}', ['action "}}"']],
    ['{{ "\\"}}" }}', ['action "\\"}}"']],
    ['{{ `}}"` }}', ['action `}}"`']],
    ["{{ '}' }}", ["action '}'"]],
    ['{{ `\n}}` }}x', ['action `\n}}`', 'text x']],
    ['{{/* }} "` */}}x', ['comment /* }} "` */', 'text x']],
    ['{{- /* a\n*/ -}}', ['comment - /* a\n*/ -']],
    ['} } {', ['text } } {']],
    ['{{ a }}{{ b }}', ['action a', 'action b']],
  ])('cuts %j into %j', (text, pieces) => {
    const tokens = lexTemplate(text)?.map((token) => {
      const inner = token.kind === 'text' ? text.slice(token.start, token.end) : token.inner;
      return [
        token.kind,
        ...(token.trimsLeft ? ['-'] : []),
        inner,
        ...(token.trimsRight ? ['-'] : []),
      ].join(' ');
    });
    expect(tokens).toEqual(pieces);
  });

  it.each([
    '{{ a',
    '{{ "a }}',
    '{{ "a\n" }}',
    '{{ `a }}',
    '{{/* a }}',
    '{{/* a */ x }}',
    '{{/* a */-}}',
  ])('does not take %j, as Go does not', (text) => {
    expect(lexTemplate(text)).toBeUndefined();
  });
});
