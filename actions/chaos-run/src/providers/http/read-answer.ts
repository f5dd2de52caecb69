import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../../activity-failed.ts';
import { guessText } from '../guess-text.ts';
import type { Answer } from './send-request.ts';

const largestBody = 32 * 1024 * 1024;

/**
 * An answer as an activity's output. Throws an ActivityCrashedError where the body is not what its
 * headers say.
 */
export function readAnswer(answer: Answer): Json {
  const header = (name: string): string | undefined =>
    answer.fields.flatMap(([each, value]) => (each === name ? [value] : [])).join(', ') ||
    undefined;
  const bytes = decompressed(answer.body, header('content-encoding'));
  const type = header('content-type');
  const text = decoded(bytes, type);
  return {
    status: answer.status,
    headers: answer.headers,
    body: type === 'application/json' ? parsed(text) : text,
  };
}

function decompressed(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === undefined || body.length === 0) return body;
  const limit = { maxOutputLength: largestBody };
  try {
    // The last encoding was made last, so that it is undone first.
    return encoding
      .toLowerCase()
      .split(',')
      .map((each) => each.trim())
      .reduceRight<Buffer>((bytes, each) => {
        if (each === 'gzip' || each === 'x-gzip') return gunzipSync(bytes, limit);
        if (each === 'br') return brotliDecompressSync(bytes, limit);
        return each === 'deflate' ? inflated(bytes, limit) : bytes;
      }, body);
  } catch (error) {
    throw new ActivityCrashedError(`the body is no ${encoding}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Some servers leave the head away that `deflate` should have. */
function inflated(bytes: Buffer, limit: { readonly maxOutputLength: number }): Buffer {
  const hasHead = ((bytes[0] ?? 0) & 0x0f) === 8;
  return hasHead ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit);
}

/** Text without a charset is Latin-1, as HTTP once had it and requests still has. */
function decoded(bytes: Buffer, type: string | undefined): string {
  const charset = /;\s*charset\s*=\s*["']?(?<name>[^"';]+)/i.exec(type ?? '')?.groups?.name?.trim();
  const media = type?.split(';')[0] ?? '';
  if (charset !== undefined) return inCharset(bytes, charset);
  if (media.includes('text')) return bytes.toString('latin1');
  return media.includes('application/json') ? inCharset(bytes, 'utf-8') : guessText(bytes);
}

function inCharset(bytes: Buffer, charset: string): string {
  // TextDecoder takes these names for Windows-1252.
  if (/^(?:iso-?8859-1|latin-?1|us-ascii|ascii)$/i.test(charset)) return bytes.toString('latin1');
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new ActivityCrashedError(
      `the body is no JSON, as its type application/json says: ${messageOf(error)}`,
      { cause: error },
    );
  }
}
