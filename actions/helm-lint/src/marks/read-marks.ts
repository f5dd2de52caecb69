import { markedKey } from './mark-template.ts';
import type { Brackets } from './mark-chart.ts';

/** A text with its markers taken out. */
export interface MarkedText {
  readonly text: string;
  /** In the order of the text; several may stand at one offset. */
  readonly marks: readonly Mark[];
}

/** What stands from its offset up to the next mark comes from the place that the id names. */
export interface Mark {
  readonly id: number;
  /** In the text without markers. */
  readonly offset: number;
}

/** What each template of a marked chart printed, by the name that Helm has for it. */
export function readMarks(output: string, brackets: Brackets): ReadonlyMap<string, MarkedText> {
  const texts = new Map<string, MarkedText>();
  for (const [, source = '', text = ''] of output.matchAll(printed)) {
    texts.set(source, takeMarksOut(JSON.parse(text) as string, brackets));
  }
  return texts;
}

const printed = new RegExp(`^# Source: (.*)\\n${markedKey}: (".*")$`, 'gm');

/** Separates a text from its markers. */
export function takeMarksOut(marked: string, { open, close }: Brackets): MarkedText {
  const marks: Mark[] = [];
  const pieces: string[] = [];
  let taken = 0;
  let at = 0;
  for (const match of marked.matchAll(new RegExp(`${open}(\\d+)${close}`, 'g'))) {
    pieces.push(marked.slice(at, match.index));
    marks.push({ id: Number(match[1]), offset: match.index - taken });
    taken += match[0].length;
    at = match.index + match[0].length;
  }
  return { text: pieces.join('') + marked.slice(at), marks };
}
