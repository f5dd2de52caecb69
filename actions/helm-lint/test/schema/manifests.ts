const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n';
const selector = '  selector: { matchLabels: { app: web } }\n';

/** A Deployment up to its pods' `spec`, whose fields are to follow with six spaces. */
export const podHead = `${head}${selector}  template:\n    metadata: { labels: { app: web } }\n    spec:\n`;

/** A Deployment up to a field of its container, to follow with ten spaces. */
export const container = `${podHead}      containers:\n        - name: web\n          image: a:1\n`;
