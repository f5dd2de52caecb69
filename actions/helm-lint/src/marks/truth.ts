import { isDeepStrictEqual } from 'node:util';
import type { RenderedObject } from '../rendered-object.ts';
import { splitOutput } from '../renders/read-output.ts';
import { identityAt, documentsOf, type TextDocument } from './rendered-text.ts';

/** What the chart itself rendered. */
export interface Truth {
  /** All documents of a template, in the order of Helm's output. */
  documentsOf(source: string): readonly TextDocument[];
  /** How many documents before an object's own have an object of the same names from the same template. */
  earlierTwins(subject: RenderedObject): number;
  /** The line around an offset in the text of a template's documents. */
  lineAt(source: string, offset: number): string;
}

/** Reads what `helm template` printed, each template when it is asked for. */
export function openTruth(output: string): Truth {
  const texts = new Map<string, string>();
  for (const { source, text } of splitOutput(output)) {
    const before = texts.get(source);
    texts.set(source, before === undefined ? text : `${before}\n---\n${text}`);
  }
  const opened = new Map<string, readonly TextDocument[]>();
  const open = (source: string): readonly TextDocument[] => {
    const documents = opened.get(source) ?? documentsOf(texts.get(source) ?? '');
    opened.set(source, documents);
    return documents;
  };
  return {
    documentsOf: open,
    earlierTwins: ({ source, object, base, document }) => {
      const wanted = identityAt(object, []);
      return open(source)
        .slice(0, document)
        .filter((each) => isDeepStrictEqual(identityAt(each.document?.value, base), wanted)).length;
    },
    lineAt: (source, offset) => {
      const text = texts.get(source) ?? '';
      const start = text.lastIndexOf('\n', offset - 1) + 1;
      const end = text.indexOf('\n', offset);
      return text.slice(start, end < 0 ? undefined : end);
    },
  };
}
