import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { commandWords } from '../../faults/command-words.ts';

/**
 * Program and arguments of a command that is a text or a list. What else is given is not repeated, as a
 * command may hold secrets.
 */
export function commandOf(given: JsonObject, name: string): readonly string[] {
  const command = given[name];
  const words =
    typeof command === 'string'
      ? commandWords(command)
      : Array.isArray(command)
        ? (command as readonly unknown[])
        : [];
  const isCommand = words.length > 0 && words.every((word) => typeof word === 'string');
  if (isCommand) return words;
  throw new ActivityFailedError(
    `argument ${name} must be a command: a text or a list of texts, and not empty`,
  );
}
