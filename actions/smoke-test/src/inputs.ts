import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { ConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { Check } from '@kube-delivery/shared/http-check/check';
import { refusedAddress } from '@kube-delivery/shared/http-check/address-guard';
import { parseHttpUrl } from '@kube-delivery/shared/http-check/parse-checks';
import { readChecks } from '@kube-delivery/shared/http-check/read-checks';
import { parseImageReference } from '@kube-delivery/shared/image/reference';
import type { ImageReference } from '@kube-delivery/shared/image/reference';
import { readCertificates } from './certificates.ts';
import { hideRequestSecrets } from '@kube-delivery/shared/http-check/hide-request-secrets';
import { readSimpleExpectation } from './simple-expectation.ts';
import type { SimpleExpectation } from './simple-expectation.ts';
import { parseTarget, targetExamples } from '@kube-delivery/shared/target/target';
import type { Target } from '@kube-delivery/shared/target/target';

/** Everything the action was told. */
export interface Inputs {
  readonly subject: { readonly url: URL } | { readonly target: Target };
  /** Undefined where the input was not given; an empty list where it holds no check. */
  readonly checks: readonly Check[] | undefined;
  readonly simple: SimpleExpectation;
  readonly expectImage: ImageReference | undefined;
  readonly allowUnready: boolean;
  readonly allowPrivate: boolean;
  /** PEM certificates trusted besides the usual ones. */
  readonly certificates: string | undefined;
  /** Milliseconds. */
  readonly requestTimeout: number;
  /** Milliseconds; 0 asks once. */
  readonly waitFor: number;
  /** Milliseconds. */
  readonly interval: number;
  readonly stableFor: number;
  /** How to reach the cluster; undefined where only a URL is asked. */
  readonly connection: ConnectionInputs | undefined;
}

const nowhere = new URL('http://invalid/');

/** Reads every input of smoke-test. */
export function readInputs(reader: InputReader, context: ActionContext): Inputs {
  const urlText = reader.text('url');
  const targetText = reader.text('target');
  const imageText = reader.text('expect-image');
  if ((urlText === undefined) === (targetText === undefined)) {
    reader.reject('target', 'exactly one of url and target is needed: what is to be asked?');
  }
  if (imageText !== undefined && targetText === undefined) {
    reader.reject('expect-image', 'needs target: behind a URL nobody can see which image answers');
  }
  const target = targetText === undefined ? undefined : readTarget(reader, targetText);
  const checks = readChecks(reader, 'checks', context.run);
  const url = targetText === undefined ? readUrl(reader, urlText) : nowhere;
  const allowPrivate = reader.boolean('allow-private', true);
  const checkUrls = (checks ?? []).flatMap((check) =>
    check.url instanceof URL ? [check.url] : [],
  );
  refuseAddresses(reader, { url: [url], checks: checkUrls }, allowPrivate);
  hideRequestSecrets(context.secrets, [url, ...checkUrls], checks ?? []);
  return {
    subject: target === undefined ? { url } : { target },
    checks,
    simple: readSimpleExpectation(reader, checks !== undefined),
    expectImage: imageText === undefined ? undefined : readImage(reader, imageText),
    allowUnready: reader.boolean('allow-unready', false),
    allowPrivate,
    certificates: readCertificates(reader, context.run),
    requestTimeout: reader.duration('request-timeout', '10s'),
    waitFor: reader.duration('wait-for', '60s', { zero: true }),
    interval: reader.duration('interval', '1s'),
    stableFor: reader.integer('stable-for', 3, { min: 1, max: 1000 }),
    connection: reader.readIf(targetText !== undefined, () =>
      readConnectionInputs(reader, context),
    ),
  };
}

/** Names are judged when they are looked up; written addresses can be before anything is sent. */
function refuseAddresses(
  reader: InputReader,
  urls: Readonly<Record<string, readonly URL[]>>,
  allowPrivate: boolean,
): void {
  for (const [input, given] of Object.entries(urls)) {
    for (const { hostname } of given) {
      const refused = refusedAddress(hostname.replace(/^\[|\]$/g, ''), { allowPrivate });
      if (refused !== undefined) reader.reject(input, refused);
    }
  }
}

function readTarget(reader: InputReader, text: string): Target | undefined {
  const target = parseTarget(text);
  if (target === undefined) {
    reader.reject('target', `${JSON.stringify(text)} is not a target; write ${targetExamples}`);
  }
  return target;
}

function readUrl(reader: InputReader, text: string | undefined): URL {
  const url = text === undefined ? nowhere : parseHttpUrl(text);
  if (url === undefined) {
    // What cannot be read may still hold a password, so it is not shown.
    reader.reject('url', 'is not an http or https URL such as https://shop.example/healthz');
  }
  return url ?? nowhere;
}

function readImage(reader: InputReader, text: string): ImageReference | undefined {
  const image = parseImageReference(text);
  if (image === undefined || (image.tag === undefined && image.digest === undefined)) {
    const why = 'is not an image reference with a tag or a digest';
    reader.reject('expect-image', `${JSON.stringify(text)} ${why}`);
  }
  return image;
}
