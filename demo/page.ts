import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Marked } from 'marked';
import { projectRoot } from '../scripts/project-root.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** A workflow run as the page shows it. */
export interface PageRun {
  readonly title: string;
  readonly run: WorkflowRun;
}

const style = `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif;
    color: #1f2328; background: #f6f8fa; margin: 0 auto; max-width: 980px; padding: 24px; }
  section { background: #fff; border: 1px solid #d1d9e0; border-radius: 6px; margin: 16px 0;
    padding: 0 24px 16px; }
  table { border-collapse: collapse; margin: 0 0 16px; display: block; overflow: auto; }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; }
  tr:nth-child(2n) { background: #f6f8fa; }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font-size: 85%; }
  pre:not(.mermaid) { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto; }
  pre code { background: none; padding: 0; }
  .failed { color: #d1242f; } .passed { color: #1a7f37; } .muted { color: #59636e; }`;

const markdown = new Marked({ gfm: true });
markdown.use({
  renderer: {
    // GitHub draws these blocks; the script at the page's end does the same.
    code: ({ text, lang }) =>
      lang === 'mermaid' ? `<pre class="mermaid">${escape(text)}</pre>` : false,
  },
});

/** One HTML page, whole in itself, with the job summaries of these runs as GitHub shows them. */
export function summaryPage(overview: string, runs: readonly PageRun[]): string {
  const mermaid = readFileSync(
    path.join(projectRoot, 'node_modules/mermaid/dist/mermaid.min.js'),
    'utf8',
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Delivery demo: job summaries</title>
<style>${style}</style>
<h1>From a commit to production</h1>
<section>${render(overview)}</section>
${runs.map(runSection).join('\n')}
<script>${mermaid.replaceAll('</script', '<\\/script')}</script>
<script>mermaid.initialize({ startOnLoad: true, theme: 'default' });</script>
</html>
`;
}

function runSection({ title, run }: PageRun): string {
  const steps = run.steps
    .map((step) => {
      const mark = step.succeeded ? '<b class="passed">✓</b>' : '<b class="failed">✗</b>';
      const seconds = `<span class="muted">${step.seconds.toFixed(1)} s</span>`;
      return `<li>${mark} ${escape(step.job)} / ${escape(step.step)} ${seconds}</li>`;
    })
    .join('');
  const summaries = run.steps.map((step) => render(step.summary)).join('\n');
  return `<section><h2>${escape(title)}</h2><ul>${steps}</ul>${summaries}</section>`;
}

function render(source: string): string {
  return markdown.parse(source, { async: false });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
