import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as core from '@actions/core';
import { systemClock } from '../time/system-clock.ts';
import type { AnnotationLevel, World } from './world.ts';

const annotations: Record<AnnotationLevel, typeof core.error> = {
  notice: core.notice,
  warning: core.warning,
  error: core.error,
};

/** The process, its environment and the GitHub runner around it. */
export function realWorld(): World {
  return {
    environment: process.env,
    clock: systemClock,
    print: (line) => {
      core.info(line);
    },
    annotate: (level, message, { column, file, line, title }) => {
      annotations[level](message, {
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { startLine: line }),
        ...(column === undefined ? {} : { startColumn: column }),
        ...(title === undefined ? {} : { title }),
      });
    },
    startGroup: core.startGroup,
    endGroup: core.endGroup,
    mask: core.setSecret,
    setOutput: core.setOutput,
    saveState: core.saveState,
    appendSummary: async (markdown) => {
      if (process.env.GITHUB_STEP_SUMMARY === undefined) return;
      await core.summary.addRaw(markdown, true).write();
    },
    readText: (file) => {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    },
    writeText: (file, text) => {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, text, { mode: 0o600 });
    },
    randomName: () => randomBytes(4).toString('hex'),
    onInterrupt: (handler) => {
      for (const interruption of ['SIGINT', 'SIGTERM'] as const) {
        process.on(interruption, () => {
          handler(interruption);
        });
      }
    },
    exit: (code) => {
      process.exit(code);
    },
  };
}
