import { describe, expect, it } from '@jest/globals';
import { markableDefinitions } from '../../src/marks/markable-definitions.ts';
import { outlineTemplate } from '../../src/marks/outline-template.ts';

const yaml = '{{ define "yaml" }}\na: b\n{{ end }}';
const word = '{{ define "word" }}a{{ end }}';

describe('markableDefinitions', () => {
  it.each([
    ['{{ include "word" . }}', ['word', 'yaml']],
    ['{{ template "word" . }}', ['word', 'yaml']],
    ['{{ include "word" . | nindent 4 | trim }}', ['word', 'yaml']],
    ['{{ (include "word" .) | indent 4 | quote }}', ['word', 'yaml']],
    ['{{ nindent 4 (include "word" .) }}', ['word', 'yaml']],
    ['', ['yaml']],
    ['{{ include "yaml" . | trunc 3 }}', []],
    ['{{ include "yaml" . | fromYaml | toJson }}', []],
    ['{{ $x := include "yaml" . }}{{ $x }}', []],
    ['{{ if include "yaml" . }}{{ include "yaml" . }}{{ end }}', []],
    ['{{ with include "yaml" . }}{{ . }}{{ end }}', []],
    ['{{ range (include "yaml" . | splitList ",") }}{{ end }}', []],
    ['{{ printf "%s" (include "yaml" .) }}', []],
    ['{{ include "word" (include "yaml" .) }}', ['word']],
    ['{{ include "word" (dict "a" (include "word" .)) }}', ['yaml']],
    ['{{ $d := dict "a" (include "yaml" .) }}', []],
    ['{{ set $d "a" (include "yaml" .) }}', []],
    ['{{ tpl (include "yaml" .) . }}', []],
    ['{{ include .name . | fromYaml }}{{ include "word" . }}', ['word']],
    ['{{ include (print "a" "b") . | nindent 2 }}', ['yaml']],
    ['{{ include (print $.Template.BasePath "/a.yaml") . | sha256sum }}', ['yaml']],
    ['{{ include (index . 1) . | fromYaml | toJson }}{{ include "word" (list . "word") }}', []],
    [
      '{{ include (index . 1) . | fromYaml | toJson }}{{ define "a" }}{{ include "word" . }}{{ end }}',
      [],
    ],
    ['{{ 1 ? include "yaml" . }}', []],
    ['{{ define "outer" }}{{ include "yaml" . }}{{ end }}{{ include "outer" . | sha256sum }}', []],
    [
      '{{ define "outer" }}{{ include "yaml" . }}{{ end }}{{ include "outer" . }}',
      ['outer', 'yaml'],
    ],
    ['{{ block "inner" . }}a{{ end }}', ['inner', 'yaml']],
  ])('finds what keeps its output where templates have %s', (text, names) => {
    const outlines = [yaml, word, text].flatMap((each) => outlineTemplate(each) ?? []);
    expect([...markableDefinitions(outlines)].sort()).toEqual(names);
  });
});
