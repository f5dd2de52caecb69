/** The text of bytes whose encoding nobody told: UTF-8, or Latin-1 where it is not. */
export function guessText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
