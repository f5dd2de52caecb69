import path from 'node:path';

/** The absolute path of the repository's root. */
export const projectRoot = path.resolve(import.meta.dirname, '..');
