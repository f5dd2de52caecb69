import { formatImageReference, parseImageReference } from '@kube-delivery/shared/image/reference';
import type { FieldPath, Render, RenderedObject, RenderedProblem } from '../../rendered-object.ts';
import type { Rule } from '../../rules.ts';
import { imagesIn } from '../containers.ts';
import { containerExample, documents } from '../examples.ts';

/** Two charts that run different versions of one image. */
export const imageTagsDiffer: Rule = {
  id: 'policy/image-tags-differ',
  severity: 'warning',
  summary: 'Two charts have the same image with different tags.',
  reason:
    'One of them was forgotten when the version changed, so that parts of a product that belong together run in versions that were never tested together.',
  bad: documents(
    `# charts/web\n${containerExample('image: registry.example/shop/web:1.4.2')}`,
    `# charts/worker\n${containerExample('image: registry.example/shop/web:1.4.1')}`,
  ),
  good: documents(
    `# charts/web\n${containerExample('image: registry.example/shop/web:1.4.2')}`,
    `# charts/worker\n${containerExample('image: registry.example/shop/web:1.4.2')}`,
  ),
};

/** A chart's renders, by the name that findings call the chart. */
export interface ChartRenders {
  readonly chart: string;
  readonly renders: readonly Render[];
}

/** A problem, and the chart and render that have it. */
export interface ChartProblem {
  readonly chart: string;
  readonly render: string;
  readonly problem: RenderedProblem;
}

interface Use {
  readonly chart: string;
  readonly render: string;
  readonly repository: string;
  readonly version: string;
  readonly subject: RenderedObject;
  readonly path: FieldPath;
}

/**
 * Images that several charts have in different versions. Only renders of one name are held against
 * each other, as the versions of production and of tests may differ. The chart that is told is the
 * one whose version fewer charts have, or the lower one where as many have either.
 */
export function differingImageTags(charts: readonly ChartRenders[]): readonly ChartProblem[] {
  const uses = charts.flatMap(usesOf);
  const groups = Map.groupBy(uses, ({ render, repository }) => `${render}\n${repository}`);
  return [...groups.values()].flatMap(problemsOf);
}

function usesOf({ chart, renders }: ChartRenders): readonly Use[] {
  return renders.flatMap((render) =>
    render.objects.flatMap((subject) =>
      imagesIn(subject.object).flatMap(({ image, path }) => {
        const reference = parseImageReference(image);
        if (reference === undefined) return [];
        const { registry, repository, tag, digest } = reference;
        return [
          {
            chart,
            render: render.name,
            repository: formatImageReference({ registry, repository }),
            version: tag ?? digest ?? 'latest',
            subject,
            path,
          },
        ];
      }),
    ),
  );
}

function problemsOf(uses: readonly Use[]): readonly ChartProblem[] {
  const right = expectedUse(uses);
  if (right === undefined) return [];
  return uses
    .filter(({ chart, version }) => chart !== right.chart && version !== right.version)
    .map(({ chart, render, repository, version, subject, path }) => ({
      chart,
      render,
      problem: {
        rule: imageTagsDiffer.id,
        severity: imageTagsDiffer.severity,
        subject,
        path,
        about: 'value',
        part: version,
        message: `image ${repository} is ${version} here and ${right.version} in chart ${right.chart}`,
        hint: `Use ${right.version} in both charts, or one value that both take their tag from`,
      },
    }));
}

/** A use of the version that most charts have, the highest of equally many; undefined without a choice. */
function expectedUse(uses: readonly Use[]): Use | undefined {
  const versions = [...Map.groupBy(uses, ({ version }) => version)].map(([version, those]) => ({
    version,
    charts: new Set(those.map(({ chart }) => chart)).size,
    first: those[0],
  }));
  if (versions.length < 2) return undefined;
  const byRank = versions.toSorted(
    (a, b) => b.charts - a.charts || b.version.localeCompare(a.version, 'en', { numeric: true }),
  );
  return byRank[0]?.first;
}
