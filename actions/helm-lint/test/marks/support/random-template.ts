import fc from 'fast-check';

/**
 * Templates of every shape that render without an error, whatever comes out of them. Each defines and
 * includes a template named `own`.
 */
export function randomTemplate(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: 8 }), definition, lineEnd)
    .map(([pieces, define, end]) => {
      const middle = Math.floor(pieces.length / 2);
      const all = [...pieces.slice(0, middle), define, ...pieces.slice(middle)].join('');
      return all.replaceAll('\n', end);
    });
}

const lineEnd = fc.constantFrom('\n', '\n', '\r\n');

const text = fc.constantFrom(
  'key: value\n',
  '  - item',
  '\n\n',
  '   ',
  ' \n  \n',
  '\t',
  'a',
  '---\n',
  '# comment "quoted"\n',
  "'it''s': \"x\\n\"",
  '} }',
  '|-\n    block\n      deeper\n',
  'é ⦃ ü',
  '\n  nested:\n    deep: true\n',
);

const value = fc.constantFrom(
  '$.Values.word',
  '$.Values.map | toYaml | nindent 4',
  'toYaml $.Values.list | indent 2',
  '$.Values.empty',
  '"a }} b"',
  '`raw {{ "`',
  "'x'",
  'printf "%s-%d" $.Values.word 3 | quote',
  'include "lib.lines" $ | nindent 6',
  'include "lib.lines" $ | indent 2 | trim',
  'include "lib.word" $',
  'include "lib.word" $ | quote',
  'include "lib.outer" $ | nindent 2',
  'include "lib.cut" $ | trunc 5',
  'include "lib.parsed" $ | fromYaml | toJson',
  'template "lib.lines" $',
  'tpl $.Values.templated $',
  '(include "lib.lines" $) | nindent 2',
  'nindent 2 (include "lib.lines" $)',
  'include (print $.Template.BasePath "/_plain.yaml") $ | nindent 2',
  'index $.Values.map "b"',
  'include "own" $ | nindent 3',
  '/* a comment with }} in it */',
  '$root := $',
  '$x := include "lib.kept" $',
);

const left = fc.constantFrom('{{ ', '{{', '{{- ', '{{-\n');
const right = fc.constantFrom(' }}', '}}', ' -}}', '\n-}}');

/** Comments stand right at their delimiters. */
function action(open: string, inner: string, close: string): string {
  if (!inner.startsWith('/*')) return `${open}${inner}${close}`;
  return `${open.includes('-') ? '{{- ' : '{{'}${inner}${close.includes('-') ? ' -}}' : '}}'}`;
}

const printing = fc
  .tuple(left, value, right)
  .map(([open, inner, close]) => action(open, inner, close));

const opening = fc.constantFrom(
  'if $.Values.word',
  'if include "lib.asked" $',
  'if $.Values.empty',
  'with $.Values.map',
  'with $y := $.Values.empty',
  'range $.Values.list',
  'range $i, $e := $.Values.list',
);

const { piece } = fc.letrec<{ piece: string; block: string }>((tie) => ({
  piece: fc.oneof({ depthSize: 'small' }, text, text, printing, printing, tie('block')),
  block: fc
    .tuple(
      left,
      opening,
      right,
      fc.array(tie('piece'), { maxLength: 3 }),
      fc.boolean(),
      left,
      right,
    )
    .map(([open, inner, close, body, hasElse, endOpen, endClose]) =>
      [
        action(open, inner, close),
        ...body,
        hasElse ? `${action(endOpen, 'else', close)}other` : '',
        action(endOpen, 'end', endClose),
      ].join(''),
    ),
}));

/** What includes itself never ends. */
const innerPrinting = printing.filter((each) => !each.includes('"own"'));

const definition = fc
  .tuple(left, right, fc.array(fc.oneof(text, innerPrinting), { maxLength: 3 }), left, right)
  .map(([open, close, body, endOpen, endClose]) =>
    [action(open, 'define "own"', close), ...body, action(endOpen, 'end', endClose)].join(''),
  );

/** What the random templates include and print. */
export const randomTemplatesChart = {
  'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'shop/values.yaml': [
    'word: w',
    'empty: ""',
    'map: {b: 2, a: "1"}',
    'list: [x, "", z]',
    `templated: "t: {{ .Values.word }}\\n{{ include \\"lib.lines\\" . }}"`,
    '',
  ].join('\n'),
  'shop/templates/_plain.yaml': 'plain: 1\nlines: {{ .Values.word }}\n',
  'shop/templates/_lib.tpl': [
    '{{- define "lib.lines" }}\n  one: {{ .Values.word }}\n{{- with .Values.map }}\n  two: {{ .a }}\n{{ end -}}\n  three: 3\n{{- end }}',
    '{{- define "lib.word" -}}{{ .Values.word }}-x{{- end -}}',
    '{{ define "lib.outer" -}}\nouter: true\n{{ include "lib.lines" . | indent 2 }}\nlast: {{ include "lib.word" . }}\n{{- end }}',
    '{{ define "lib.cut" }}abcdefghijk\nsecond: line{{ end }}',
    '{{ define "lib.parsed" }}p: 1\n{{ include "lib.inner" . }}\n{{ end }}',
    '{{ define "lib.inner" }}q:\n  r: {{ .Values.word }}{{ end }}',
    '{{ define "lib.asked" }}\n{{ if .Values.empty }}yes: 1{{ end }}{{ .Values.empty }}{{ end }}',
    '{{ define "lib.kept" }}k: 1\nl: 2{{ end }}',
  ].join('\n'),
};
