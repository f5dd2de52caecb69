import { describe, expect, it } from '@jest/globals';
import {
  renderShop,
  workspaceWith,
  type Files,
  type RenderedChart,
  type Wanted,
} from './support/rendered-chart.ts';

/** A template, what to look for, and where it is. */
interface Shape {
  readonly name: string;
  readonly template: string;
  readonly helpers?: string;
  readonly values?: string;
  readonly others?: Files;
  readonly found: readonly (readonly [Wanted & { readonly object?: string }, string])[];
}

const web = 'shop/templates/web.yaml';
const helpers = 'shop/templates/_helpers.tpl';
const values = 'shop/values.yaml';
const head = 'apiVersion: v1\nkind: Thing\nmetadata:\n  name: it\n';

const shapes: readonly Shape[] = [
  {
    name: 'white space trimmed in every way',
    template: `{{- /* first */ -}}

{{- if true }}
apiVersion: v1
{{- end }}
kind:
  {{- " Thing" }}
metadata: {{ if true -}} {name: {{- print " it" -}} } {{- end }}
{{ with .Values.data -}}
data: {{- range $key, $value := . }}
  {{ $key }}: {{ $value }}
{{- end -}}
{{- end }}
last:
  - {{ 1 -}}
  {{ 2 }}
`,
    values: 'data:\n  a: 1\n  b: x\n',
    found: [
      [{ path: ['apiVersion'] }, `${web}:4`],
      [{ path: ['metadata', 'name'] }, `${web}:8`],
      [{ path: ['data', 'b'] }, `${values}:3 (printed at ${web}:11)`],
      [{ path: ['data', 'a'], about: 'key' }, `${web}:11`],
      [{ path: ['last', 0] }, `${web}:15`],
      [{ path: ['data', 'c'], about: 'missing' }, `${web}:10`],
    ],
  },
  {
    name: 'line ends of Windows',
    template:
      `${head}spec:\n  {{- include "shop.spec" . | nindent 2 }}\n  size: {{ .Values.size }}\n`.replaceAll(
        '\n',
        '\r\n',
      ),
    helpers: '{{- define "shop.spec" -}}\r\none: 1\r\ntwo: {{ .Values.size }}\r\n{{- end }}\r\n',
    values: '# sizes\r\nsize: 5GB\r\n',
    found: [
      [{ path: ['spec', 'one'] }, `${helpers}:2 (included at ${web}:6)`],
      [{ path: ['spec', 'two'] }, `${values}:2 (printed at ${helpers}:3)`],
      [{ path: ['spec', 'size'] }, `${values}:2 (printed at ${web}:7)`],
      [{ path: ['spec', 'size'], about: 'key' }, `${web}:7`],
    ],
  },
  {
    name: 'a named template of one line that is printed, cut, quoted, hashed and compared',
    template: `{{- $name := include "shop.name" . -}}
${head}  long: {{ include "shop.name" . }}-long
  labels:
    short: {{ include "shop.name" . | trunc 3 | quote }}
    hash: {{ include "shop.name" . | sha256sum | trunc 8 }}
    {{- if eq (include "shop.name" .) "release-shop" }}
    equal: {{ printf "%s-%s" (include "shop.name" .) "x" | quote }}
    {{- end }}
    own: {{ $name }}
    version: {{ include "shop.version" . }}
`,
    helpers:
      '{{- define "shop.name" -}}\n{{ .Release.Name }}-shop\n{{- end }}\n\n{{- define "shop.version" -}}\nv{{ .Chart.Version }}\n{{- end }}\n',
    found: [
      [{ path: ['metadata', 'long'] }, `${web}:6`],
      [{ path: ['metadata', 'labels', 'short'] }, `${web}:8`],
      [{ path: ['metadata', 'labels', 'hash'] }, `${web}:9`],
      [{ path: ['metadata', 'labels', 'equal'] }, `${web}:11`],
      [{ path: ['metadata', 'labels', 'own'] }, `${web}:13`],
      [{ path: ['metadata', 'labels', 'version'] }, `${helpers}:6 (included at ${web}:14)`],
    ],
  },
  {
    name: 'a named template whose text is parsed',
    template: `${head}{{- $spec := include "shop.spec" . | fromYaml }}
spec:
  {{- toYaml $spec | nindent 2 }}
  sum: {{ add $spec.one 2 }}
`,
    helpers:
      '{{- define "shop.spec" -}}\none: 1\ninner:\n  {{- include "shop.inner" . | nindent 2 }}\n{{- end }}\n{{- define "shop.inner" }}\na: b\nc: d\n{{- end }}\n',
    found: [
      [{ path: ['spec', 'one'] }, `${web}:7`],
      [{ path: ['spec', 'inner', 'a'] }, `${web}:7`],
      [{ path: ['spec', 'sum'] }, `${web}:8`],
    ],
  },
  {
    name: 'several documents, of one name and of one kind',
    template: `# about nothing
---
${head}data: {a: 1}
---
{{- range $index, $name := list "one" "two" }}
---
apiVersion: v1
kind: Thing
metadata:
  name: {{ $name }}
  index: {{ $index }}
{{- end }}
---
# nothing at all
---
${head}data: {a: 2}
--- 
apiVersion: v1
kind: Another
metadata: {name: it}
`,
    found: [
      [{ path: ['data', 'a'], nth: 0 }, `${web}:7`],
      [{ path: ['data', 'a'], nth: 1 }, `${web}:24`],
      [{ object: 'Thing/two', path: ['metadata', 'index'] }, `${web}:15`],
      [{ object: 'Another/it', path: ['data'], about: 'missing' }, `${web}:26`],
    ],
  },
  {
    name: 'objects without a name, or with a random one',
    template: `apiVersion: v1
kind: One
spec: {a: 1}
---
apiVersion: v1
kind: Two
metadata:
  labels: {a: b}
---
apiVersion: v1
kind: Two
metadata:
  name: {{ randAlpha 8 | lower }}
spec: {a: 1}
`,
    found: [
      [{ object: 'One/undefined', path: ['metadata', 'name'], about: 'missing' }, `${web}:1`],
      [{ object: 'Two/undefined', path: ['metadata', 'name'], about: 'missing' }, `${web}:7`],
    ],
  },
  {
    name: 'items of a List',
    template: `apiVersion: v1
kind: List
items:
  {{- range .Values.names }}
  - apiVersion: v1
    kind: Thing
    metadata:
      name: {{ . }}
    spec:
      a: {{ . }}
  {{- end }}
`,
    values: 'names:\n  - it\n  - that\n',
    found: [
      [{ path: ['spec', 'a'] }, `${values}:2 (printed at ${web}:10)`],
      [{ object: 'Thing/that', path: ['spec', 'a'] }, `${values}:3 (printed at ${web}:10)`],
      [{ object: 'Thing/that', path: ['spec', 'b'], about: 'missing' }, `${web}:9`],
      [{ object: 'Thing/that', path: ['kind'], about: 'key' }, `${web}:6`],
      [{ object: 'Thing/that', path: ['data'], about: 'missing' }, `${web}:5`],
    ],
  },
  {
    name: 'tpl of values and of files',
    template: `${head}spec:
  {{- tpl (toYaml .Values.spec) . | nindent 2 }}
  {{- tpl (.Files.Get "files/more.yaml") . | nindent 2 }}
  one: {{ tpl .Values.spec.text . }}
`,
    values: 'spec:\n  plain: x\n  text: "{{ .Release.Name }}-{{ include \\"shop.name\\" . }}"\n',
    helpers: '{{ define "shop.name" }}shop{{ end }}',
    others: { 'shop/files/more.yaml': 'more:\n  a: {{ .Chart.Name }}\n' },
    found: [
      [{ path: ['spec', 'plain'] }, `${values}:2 (printed at ${web}:6)`],
      [{ path: ['spec', 'text'] }, `${values}:3 (printed at ${web}:6)`],
      [{ path: ['spec', 'more', 'a'] }, `${web}:7`],
      [{ path: ['spec', 'one'] }, `${values}:3 (printed at ${web}:8)`],
    ],
  },
  {
    name: 'block scalars, quotes and comments',
    template: `${head}data:
  # a comment: {{ .Values.text | quote }}
  literal: |
    key: not a key
    {{ .Values.text }}

    last
  folded: >-
    {{- range until 3 }}
    line {{ . }}
    {{- end }}
  single: 'it''s {{ .Values.text }}'
  double: "a \\" {{ .Values.text }}: b" # {{ .Values.text }}
  "quoted key": {{ .Values.text | squote }}
  after: {{ .Values.lines | toJson }}
  many: {{- .Values.lines | nindent 4 }}
  plain: value
`,
    values: 'text: word\nlines: |\n  a\n  b\n',
    found: [
      [{ path: ['data', 'literal'] }, `${values}:1 (printed at ${web}:9)`],
      [{ path: ['data', 'folded'] }, `${web}:12`],
      [{ path: ['data', 'single'] }, `${values}:1 (printed at ${web}:16)`],
      [{ path: ['data', 'double'] }, `${values}:1 (printed at ${web}:17)`],
      [{ path: ['data', 'quoted key'] }, `${values}:1 (printed at ${web}:18)`],
      [{ path: ['data', 'quoted key'], about: 'key' }, `${web}:18`],
      [{ path: ['data', 'after'] }, `${values}:2 (printed at ${web}:19)`],
      [{ path: ['data', 'plain'] }, `${web}:21`],
    ],
  },
  {
    name: 'values behind variables, with, index and named templates',
    template: `{{- $root := . -}}
{{- $all := .Values.all -}}
${head}spec:
  a: {{ $all.a }}
  b: {{ index .Values "all" "b" }}
  {{- with $all }}
  c: {{ .c }}
  d: {{ $root.Values.all.d }}
  e: {{ $.Values.all.e | default "none" }}
  {{- end }}
  f: {{ include "shop.f" (dict "root" . "x" 1) }}
  g: {{ .Values.all.missing | default "given" }}
  h: {{ mul .Values.all.a 2 }}
  i: "1-{{ add .Values.all.a 7 }}"
  list:
    - first
    {{- toYaml .Values.list | nindent 4 }}
  {{- range $item := .Values.list }}
  {{ $item.name }}: {{ $item.same }}
  {{- end }}
`,
    helpers: '{{- define "shop.f" -}}\n{{ .root.Values.all.f }}\n{{- end }}\n',
    values:
      'all:\n  a: 1\n  b: two\n  c: three\n  d: four\n  e: five\n  f: six\nlist:\n  - name: k\n    same: s\n  - name: l\n    same: s\n',
    found: [
      [{ path: ['spec', 'a'] }, `${values}:2 (printed at ${web}:8)`],
      [{ path: ['spec', 'b'] }, `${values}:3 (printed at ${web}:9)`],
      [{ path: ['spec', 'c'] }, `${values}:4 (printed at ${web}:11)`],
      [{ path: ['spec', 'd'] }, `${values}:5 (printed at ${web}:12)`],
      [{ path: ['spec', 'e'] }, `${values}:6 (printed at ${web}:13)`],
      [{ path: ['spec', 'f'] }, `${values}:7 (printed at ${helpers}:2)`],
      [{ path: ['spec', 'g'] }, `${web}:16`],
      [{ path: ['spec', 'h'] }, `${web}:17`],
      [{ path: ['spec', 'i'] }, `${web}:18`],
      [{ path: ['spec', 'list', 2, 'name'] }, `${values}:11 (printed at ${web}:21)`],
      [{ path: ['spec', 'l'] }, `${values}:12 (printed at ${web}:23)`],
    ],
  },
  {
    name: 'named templates that get a part of the data',
    template: `${head}spec:
  image: {{ include "shop.image" (dict "image" .Values.image "root" $) }}
  outer: {{ include "shop.outer" . }}
  part: {{ include "shop.part" .Values.image }}
  {{- include "shop.render" (dict "value" .Values.annotations "context" $) | nindent 2 }}
  {{- range .Values.pods }}
  {{ .name }}: {{ include "shop.image" (dict "image" .image) }}
  {{- end }}
`,
    helpers: `{{- define "shop.image" -}}
{{- $tag := .image.tag | toString -}}
{{- printf "%s:%s" .image.repository $tag -}}
{{- end -}}
{{- define "shop.outer" -}}
{{- include "shop.image" (dict "image" .Values.image) -}}
{{- end -}}
{{- define "shop.part" -}}
{{ .tag }}
{{- end -}}
{{- define "shop.render" -}}
{{- $value := typeIs "string" .value | ternary .value (.value | toYaml) }}
{{- if contains "{{" (toJson .value) }}
  {{- tpl $value .context }}
{{- else }}
    {{- $value }}
{{- end }}
{{- end -}}
`,
    values: `image:
  repository: nginx
  tag: latest
annotations:
  plain: x
  templated: "{{ .Release.Name }}"
pods:
  - name: first
    image: {repository: one, tag: latest}
  - name: second
    image: {repository: two, tag: latest}
`,
    found: [
      [{ path: ['spec', 'image'] }, `${values}:3 (printed at ${helpers}:3)`],
      [{ path: ['spec', 'outer'] }, `${values}:3 (printed at ${helpers}:3)`],
      [{ path: ['spec', 'part'] }, `${values}:3 (printed at ${helpers}:9)`],
      [{ path: ['spec', 'plain'] }, `${values}:5 (printed at ${web}:9)`],
      [{ path: ['spec', 'templated'] }, `${values}:6 (printed at ${web}:9)`],
      [{ path: ['spec', 'second'] }, `${values}:11 (printed at ${helpers}:3)`],
    ],
  },
  {
    name: 'wrong types',
    template: `${head}spec:
  unquoted: {{ .Values.port }}
  quoted: {{ .Values.port | quote }}
  word: {{ .Values.word }}
  {{- toYaml .Values.map | nindent 2 }}
`,
    values: 'port: 80\nword: many\nmap:\n  number: 1\n',
    found: [
      [{ path: ['spec', 'unquoted'], rule: 'schema/wrong-type' }, `${web}:6`],
      [{ path: ['spec', 'quoted'], rule: 'schema/wrong-type' }, `${web}:7`],
      [{ path: ['spec', 'word'], rule: 'schema/wrong-type' }, `${values}:2 (printed at ${web}:8)`],
      [
        { path: ['spec', 'number'], rule: 'schema/wrong-type' },
        `${values}:4 (printed at ${web}:9)`,
      ],
    ],
  },
  {
    name: 'anchors, merge keys and keys that stand twice',
    template: `${head}spec:
  base: &base
    a: {{ .Release.Name }}
    b: 2
  other:
    <<: *base
    b: 3
  alias: *base
  twice: 1
  twice: 2
`,
    found: [
      [{ path: ['spec', 'other', 'a'] }, `${web}:7`],
      [{ path: ['spec', 'other', 'b'] }, `${web}:11`],
      [{ path: ['spec', 'alias', 'b'] }, `${web}:8`],
      [{ path: ['spec', 'twice'], about: 'key' }, `${web}:14`],
    ],
  },
  {
    name: 'random text, digests and other templates included by path',
    template: `${head}spec:
  random: {{ randAlphaNum 8 | quote }}
  digest: {{ include (print $.Template.BasePath "/more.yaml") . | sha256sum }}
  more:
    {{- include (print $.Template.BasePath "/more.yaml") . | nindent 4 }}
  after: 1
`,
    others: { 'shop/templates/more.yaml': 'apiVersion: v1\nkind: More\nmetadata:\n  name: more\n' },
    found: [
      [{ path: ['spec', 'random'] }, `${web}:6`],
      [{ path: ['spec', 'digest'] }, `${web}:7`],
      [{ path: ['spec', 'after'] }, `${web}:10`],
      [{ object: 'More/more', path: ['metadata', 'name'] }, 'shop/templates/more.yaml:4'],
      [{ path: ['spec', 'more', 'kind'] }, 'shop/templates/more.yaml:2'],
    ],
  },
  {
    name: 'blocks, template actions and named templates in the template itself',
    template: `{{- define "own" }}
  own: {{ .Values.word }}
{{- end -}}
${head}spec:
{{- template "own" . }}
{{- block "inner" . }}
  inner: true
{{- end }}
  last: 1
{{ define "unused" }}x: y{{ end }}`,
    values: 'word: w\n',
    found: [
      [{ path: ['spec', 'own'] }, `${values}:1 (printed at ${web}:2)`],
      [{ path: ['spec', 'own'], about: 'key' }, `${web}:2 (included at ${web}:9)`],
      [{ path: ['spec', 'last'] }, `${web}:13`],
      [{ path: ['metadata', 'name'] }, `${web}:7`],
    ],
  },
];

describe.each(shapes)('with $name', (shape) => {
  it.each(shape.found)('finds %j at %s', async ({ object = 'Thing/it', ...wanted }, where) => {
    const rendered = await renderedOf(shape);
    expect(rendered.where(object, wanted)).toBe(where);
  });
});

const renderings = new Map<Shape, Promise<RenderedChart>>();

function renderedOf(shape: Shape): Promise<RenderedChart> {
  const files = {
    'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    [values]: shape.values ?? '',
    [helpers]: shape.helpers ?? '',
    [web]: shape.template,
    ...shape.others,
  };
  const rendering = renderings.get(shape) ?? renderShop(workspaceWith(files));
  renderings.set(shape, rendering);
  return rendering;
}
