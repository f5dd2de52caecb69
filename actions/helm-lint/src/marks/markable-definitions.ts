import type { TemplateOutline, TemplatePart } from './outline-template.ts';
import type { Operand, Pipeline } from './parse-pipeline.ts';

/**
 * The names of the templates whose output is printed as it is wherever they are included, so that
 * marks in it end up in the output. What is compared, cut, hashed, parsed or kept in a variable
 * anywhere stays without marks, and so does all that it includes in turn. Where that is done with a
 * template whose name is computed, it may be any one that nobody includes by its plain name, or whose
 * name is handed on as text. Else of those that nobody includes the ones that print YAML are marked.
 */
export function markableDefinitions(outlines: readonly TemplateOutline[]): ReadonlySet<string> {
  const parts = outlines.flatMap((outline) => outline.parts);
  const uses = parts.flatMap(usesIn);
  const used = new Set(uses.map((use) => use.name));
  const spoiled = new Set(uses.filter((use) => !use.isPrinted).map((use) => use.name));
  if (spoiled.has(computed)) {
    const handedOn = new Set(parts.flatMap(({ pipeline }) => (pipeline ? textsIn(pipeline) : [])));
    for (const name of outlines.flatMap((outline) => [...definedIn(outline)])) {
      if (!used.has(name) || handedOn.has(name)) spoiled.add(name);
    }
  }
  spread(spoiled, uses);
  const names = new Set<string>();
  for (const outline of outlines) {
    for (const name of definedIn(outline)) {
      if (!spoiled.has(name) && (used.has(name) || printsYaml(outline, name))) names.add(name);
    }
  }
  return names;
}

/** Stands for all names that are no plain strings; no template can have it. */
const computed = '';

interface Use {
  readonly name: string;
  /** Whether the output of the named template is part of what the user of it prints, unchanged. */
  readonly isPrinted: boolean;
  /** The named template that uses it. */
  readonly within: string | undefined;
}

/** Functions that keep marks where they are, and keep them readable. */
const harmless = new Set([
  'indent',
  'nindent',
  'quote',
  'squote',
  'toString',
  'trim',
  'upper',
  'lower',
]);

function usesIn(part: TemplatePart): readonly Use[] {
  const { token, pipeline, role, calls, definition } = part;
  const called = calls === undefined ? [] : [{ name: calls, isPrinted: true, within: definition }];
  if (token.kind !== 'action') return [];
  if (!pipeline) {
    const names = [...token.inner.matchAll(/\binclude\s+"([^"]+)"/g)].map(([, name = '']) => name);
    return names.map((name) => ({ name, isPrinted: false, within: definition }));
  }
  const printed = role === 'prints' && calls === undefined ? printedBy(pipeline) : undefined;
  const names = includedBy(pipeline);
  let isFirst = true;
  const included = names.map((name) => {
    const isPrinted = isFirst && name === printed;
    isFirst = isFirst && !isPrinted;
    return { name, isPrinted, within: definition };
  });
  return [...called, ...included];
}

/** The template whose output a pipeline prints, where it does no more than that. */
function printedBy({ commands }: Pipeline): string | undefined {
  const [first = [], ...rest] = commands;
  if (!rest.every(([head]) => head?.kind === 'name' && harmless.has(head.name))) return undefined;
  const [head] = first;
  if (head?.kind === 'group') return printedBy(head.pipeline);
  if (head?.kind !== 'name') return undefined;
  if (head.name === 'include') return nameIn(first[1]);
  const last = first.at(-1);
  return harmless.has(head.name) && last?.kind === 'group' ? printedBy(last.pipeline) : undefined;
}

/** All templates that a pipeline includes. */
function includedBy({ commands }: Pipeline): readonly string[] {
  return commands.flatMap((command) =>
    command.flatMap((operand, index) => {
      if (operand.kind === 'group') return includedBy(operand.pipeline);
      if (operand.kind !== 'name' || operand.name !== 'include') return [];
      return isPathOfFile(command[index + 1]) ? [] : [nameIn(command[index + 1])];
    }),
  );
}

function nameIn(operand: Operand | undefined): string {
  return operand?.kind === 'string' ? operand.value : computed;
}

/** `(print $.Template.BasePath "/config.yaml")` names a whole template, none that is defined in one. */
function isPathOfFile(operand: Operand | undefined): boolean {
  if (operand?.kind === 'field') return operand.path.at(-1) === 'BasePath';
  return operand?.kind === 'group' && operand.pipeline.commands.flat().some(isPathOfFile);
}

/** What the spoiled ones include is spoiled too. */
function spread(spoiled: Set<string>, uses: readonly Use[]): void {
  const waiting = [...spoiled];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const use of uses) {
      if (use.within !== name || spoiled.has(use.name)) continue;
      spoiled.add(use.name);
      waiting.push(use.name);
    }
  }
}

/** All strings of a pipeline but the names that it includes. */
function textsIn({ commands }: Pipeline): readonly string[] {
  return commands.flatMap((command) =>
    command.flatMap((operand, index) => {
      if (operand.kind === 'group') return textsIn(operand.pipeline);
      const before = command[index - 1];
      const isName = before?.kind === 'name' && before.name === 'include';
      return operand.kind === 'string' && !isName ? [operand.value] : [];
    }),
  );
}

function definedIn({ parts }: TemplateOutline): ReadonlySet<string> {
  return new Set(parts.flatMap(({ definition }) => (definition === undefined ? [] : [definition])));
}

function printsYaml({ parts, text }: TemplateOutline, name: string): boolean {
  const body = parts
    .filter(({ definition }) => definition === name)
    .map(({ role, token }) =>
      role === 'text' ? text.slice(token.start, token.end) : role === 'prints' ? 'x' : '',
    );
  return /(?:^|\n)[ \t]*(?:-[ \t]|["']?[\w./-]+["']?:(?:\s|$))/.test(body.join(''));
}
