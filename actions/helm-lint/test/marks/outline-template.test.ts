import { describe, expect, it } from '@jest/globals';
import { outlineTemplate } from '../../src/marks/outline-template.ts';
import { eachItem } from '../../src/marks/value-reference.ts';

describe('outlineTemplate', () => {
  it.each([
    ['{{ .Values.a }}', ['Values.a']],
    ['{{ $.Values.a.b | quote }}', ['Values.a.b']],
    [
      '{{ printf "%s:%s" .Values.a (.Values.b | default .Chart.Version) }}',
      ['Values.a', 'Values.b', 'Chart.Version'],
    ],
    ['{{ with .Values.a }}{{ .b }}{{ else }}{{ .c }}{{ end }}{{ .d }}', ['Values.a.b', 'c', 'd']],
    ['{{ range .Values.a }}{{ .b }}{{ . }}{{ end }}', ['Values.a.*.b', 'Values.a.*']],
    [
      '{{ range $k, $v := .Values.a }}{{ $k }}{{ $v.b }}{{ $v }}{{ end }}',
      ['Values.a.*.b', 'Values.a.*'],
    ],
    ['{{ range $v := .Values.a }}{{ $v }}{{ end }}{{ $v }}', ['Values.a.*']],
    ['{{ $x := .Values.a }}{{ $x.b }}{{ $x = .Values.c }}{{ $x }}', ['Values.a.b', 'Values.c']],
    ['{{ $root := . }}{{ range .Values.a }}{{ $root.Values.b }}{{ end }}', ['Values.b']],
    [
      '{{ index .Values "a" "b" }}{{ get .Values.a "b" }}{{ (index .Values.a 0).b }}',
      ['Values.a.b', 'Values.a.b', 'Values.a.b'],
    ],
    ['{{ with $x := .Values.a }}{{ $x.b }}{{ .c }}{{ end }}', ['Values.a.b', 'Values.a.c']],
    [
      '{{ if .Values.a }}{{ .Values.b }}{{ else if .Values.c }}{{ .Values.d }}{{ end }}',
      ['Values.b', 'Values.d'],
    ],
    ['{{ with merge .Values.a .Values.b }}{{ .c }}{{ end }}', []],
    [
      '{{ define "x" }}{{ .Values.a }}{{ end }}{{ template "x" .Values.b }}',
      ['Values.a', 'Values.b'],
    ],
    ['{{ include "x" . }}{{ include "x" (dict "a" .Values.a "b" $) }}', ['Values.a']],
    ['{{ 1 ? 2 }}{{ .Values.a }}', ['Values.a']],
  ])('knows what %s prints of its data', (text, references) => {
    const read = outlineTemplate(text)?.parts.flatMap((part) =>
      part.references.map((steps) =>
        steps.map((step) => (step === eachItem ? '*' : step)).join('.'),
      ),
    );
    expect(read).toEqual(references);
  });

  it.each([
    ['{{ $x := 1 }}', 'controls'],
    ['{{ $x = include "a" . }}', 'controls'],
    ['{{ set $x "a" 1 }}', 'prints'],
    ['{{ $x }}', 'prints'],
    ['{{ endpoint }}', 'prints'],
    ['{{ template "a" }}', 'prints'],
    ['{{/* a */}}', 'controls'],
  ])('knows what %s does', (text, role) => {
    expect(outlineTemplate(text)?.parts.map((part) => part.role)).toEqual([role]);
  });

  it.each([
    '{{ end }}',
    '{{ if a }}',
    '{{ else }}',
    '{{ define "a" }}{{ if b }}{{ end }}',
    '{{ "a }}',
  ])('does not take %s', (text) => {
    expect(outlineTemplate(text)).toBeUndefined();
  });
});
