import type { Json } from '@kube-delivery/shared/json/json';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

/** Whether a value as JSON writes it begins with this token. */
export function startsLiteral({ kind, text }: Token): boolean {
  if (kind === 'text' || kind === 'number') return true;
  if (kind === 'word') return text === 'true' || text === 'false' || text === 'null';
  return kind === 'sign' && (text === '{' || text === '[');
}

/** A value as JSON writes it. jsonpath2 leaves the escapes of its texts as they stand, so do we. */
export function parseLiteral(reader: TokenReader): Json {
  const { kind, text } = reader.next;
  if (reader.takeSign('{')) return parseObject(reader);
  if (reader.takeSign('[')) return parseArray(reader);
  if (!startsLiteral(reader.next)) throw reader.problem('a value is expected');
  reader.advance();
  if (kind === 'text') return text;
  if (kind === 'number') return Number(text);
  return text === 'null' ? null : text === 'true';
}

function parseObject(reader: TokenReader): Json {
  const entries: [string, Json][] = [];
  if (reader.takeSign('}')) return {};
  do {
    const { kind, text } = reader.next;
    if (kind !== 'text') throw reader.problem('a key in double quotes is expected');
    reader.advance();
    reader.needSign(':');
    entries.push([text, parseLiteral(reader)]);
  } while (reader.takeSign(','));
  reader.needSign('}');
  return Object.fromEntries(entries);
}

function parseArray(reader: TokenReader): Json {
  const items: Json[] = [];
  if (reader.takeSign(']')) return items;
  do items.push(parseLiteral(reader));
  while (reader.takeSign(','));
  reader.needSign(']');
  return items;
}
