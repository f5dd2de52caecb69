import type { Definition, TemplateOutline, TemplatePart } from './outline-template.ts';

/** How a template is marked. */
export interface Marking {
  /** The marker for what begins at `offset` of the text, within `part`. */
  marker(part: TemplatePart, offset: number): string;
  /** Whether what a named template prints may be marked. */
  isMarkable(definition: string): boolean;
  /**
   * For a template whose output Helm reads as manifests: a name that no template of the chart has,
   * and the template's path below its chart.
   */
  readonly manifest: { readonly name: string; readonly path: string } | undefined;
}

/** The key under which a marked template prints its text, as one line of JSON. */
export const markedKey = 'kubeDeliveryMarked';

/**
 * The text of a template that prints what it did, with a marker before the first character that is
 * not blank of each line of its text, and before what each of its actions prints. Blanks at the ends
 * of text stay there, so that `{{-` and `-}}` trim as they did.
 *
 * A manifest's text is printed as a JSON string, so that Helm need not understand it, reorder it or
 * drop some of it; where another template includes it, it is printed as it is.
 */
export function markTemplate(outline: TemplateOutline, marking: Marking): string {
  const { manifest } = marking;
  if (!manifest) return outline.parts.map((part) => markPart(outline, part, marking)).join('');
  const inner: string[] = [];
  const definitions: string[] = [];
  outline.parts.forEach((part, index) => {
    const definition = outline.definitions.find(
      ({ first, last }) => first <= index && index <= last,
    );
    const text = markPart(outline, part, marking);
    (definition ? definitions : inner).push(text);
    if (definition?.last === index) inner.push(trimsOf(outline, definition));
  });
  return `{{ define "${manifest.name}" }}${inner.join('')}{{ end }}${definitions.join('')}${printing(manifest)}`;
}

/** Where a named template stood, the text around it is trimmed as it was by its ends. */
function trimsOf({ parts }: TemplateOutline, { first, last }: Definition): string {
  const left = parts[first]?.token.trimsLeft === true ? '- ' : '';
  const right = parts[last]?.token.trimsRight === true ? ' -' : '';
  return `{{${left}/* */${right}}}`;
}

/**
 * Whether Helm renders this template, and no other one that includes it, is told by the name of the
 * template that is rendered.
 */
function printing({ name, path }: { readonly name: string; readonly path: string }): string {
  return [
    '{{ $source := "" }}{{ if kindIs "map" . }}{{ with .Template }}{{ $source = .Name }}{{ end }}{{ end }}',
    `{{ if hasSuffix ${JSON.stringify(`/${path}`)} $source }}`,
    `${markedKey}: {{ include "${name}" . | toJson }}`,
    `{{ else }}{{ template "${name}" . }}{{ end }}`,
  ].join('');
}

function markPart({ text }: TemplateOutline, part: TemplatePart, marking: Marking): string {
  const { token, role, definition } = part;
  const own = text.slice(token.start, token.end);
  const isMarked =
    definition === undefined ? marking.manifest !== undefined : marking.isMarkable(definition);
  if (!isMarked || role === 'controls') return own;
  if (role === 'text') return markLines(own, part, marking);
  const marker = marking.marker(part, token.start);
  const opening = token.trimsLeft ? '{{- ' : '{{ ';
  return `${opening}"${marker}" }}${token.trimsLeft ? `{{${own.slice(3)}` : own}`;
}

function markLines(text: string, part: TemplatePart, marking: Marking): string {
  return text.replaceAll(
    /^([ \t\r]*)(?=[^ \t\r\n])/gm,
    (_, blanks: string, offset: number) =>
      blanks + marking.marker(part, part.token.start + offset + blanks.length),
  );
}
