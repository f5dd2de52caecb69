import type { Secrets } from './secrets.ts';
import { harmlessLine, linesOf } from './harmless-text.ts';
import type { Log } from './log.ts';
import type { World } from './world.ts';

const progressEvery = 10_000;
// GitHub cuts the message of an annotation here.
const longestAnnotation = 4096;

/** The log of one action on the runner's terms. */
export function createLog(world: World, secrets: Secrets): Log {
  let lastProgress = Number.NEGATIVE_INFINITY;
  const print = (message: string, margin = ''): void => {
    for (const line of linesOf(secrets.redact(message))) world.print(margin + harmlessLine(line));
  };
  return {
    info: (message) => {
      print(message);
    },
    notice: (message) => {
      world.annotate('notice', annotationText(secrets.redact(message)), {});
    },
    warning: (message) => {
      world.annotate('warning', annotationText(secrets.redact(message)), {});
    },
    annotate: (level, message, { title, ...place }) => {
      world.annotate(level, annotationText(secrets.redact(message)), {
        ...place,
        ...(title === undefined ? {} : { title: secrets.redact(title) }),
      });
    },
    quote: (text) => {
      print(text, '  | ');
    },
    progress: (message) => {
      const now = world.clock.elapsed();
      if (now - lastProgress < progressEvery) return;
      lastProgress = now;
      print(message);
    },
    group: async (title, work) => {
      world.startGroup(secrets.redact(linesOf(title).join(' ')));
      try {
        return await work();
      } finally {
        world.endGroup();
      }
    },
  };
}

/** `message` cut to what GitHub shows of an annotation. */
export function annotationText(message: string): string {
  return message.length <= longestAnnotation
    ? message
    : `${message.slice(0, longestAnnotation - 1)}…`;
}
