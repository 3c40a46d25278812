const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const KEY_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${KEY_NAME})?`;

/** Most texts are right: these tell so at once. */
const SUBDOMAIN_TEXT = whole(SUBDOMAIN);
const LABEL_TEXT = whole(LABEL);
const LABEL_1035_TEXT = whole(LABEL_1035);
const LABEL_VALUE_TEXT = whole(LABEL_VALUE);
const KEY_TEXT = whole(`(${SUBDOMAIN}/)?${KEY_NAME}`);

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

/** Whether a text of plain characters is within every limit: that of a label is the lowest. */
function isShort(text: string): boolean {
  return text.length <= 63;
}

const ENDS = 'and must start and end with an alphanumeric character';
const SUBDOMAIN_RULE = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ENDS}`;
const LABEL_RULE = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ENDS}`;
const LABEL_1035_RULE = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const KEY_NAME_RULE = `must consist of alphanumeric characters, '-', '_' or '.', ${ENDS}`;
const LABEL_VALUE_RULE = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ENDS}`;

/** What is wrong with a name, in the words of Kubernetes; empty if nothing is. */
export type NameCheck = (name: string) => string[];

/** The name of most objects. */
export const subdomainErrors: NameCheck = (name) => isShort(name) && SUBDOMAIN_TEXT.test(name) ? [] : subdomainErrorsIn(name, 'characters');

function subdomainErrorsIn(name: string, unit: Unit): string[] {
  return [...longerThan(name, 253, unit), ...unlessMatches(name, SUBDOMAIN, SUBDOMAIN_RULE, 'example.com')];
}

/** The name of a Namespace. */
export const labelErrors: NameCheck = (name) => {
  if (isShort(name) && LABEL_TEXT.test(name)) return [];
  const hasOnlyDots = matches(name, SUBDOMAIN) && !matches(name, LABEL);
  return [
    ...longerThan(name, 63, 'characters'),
    ...(hasOnlyDots ? ['must not contain dots'] : unlessMatches(name, LABEL, LABEL_RULE, 'my-name', '123-abc')),
  ];
};

/** The name of a Service. */
export const label1035Errors: NameCheck = (name) => isShort(name) && LABEL_1035_TEXT.test(name) ? [] : [
  ...longerThan(name, 63, 'characters'),
  ...unlessMatches(name, LABEL_1035, LABEL_1035_RULE, 'my-name', 'abc-123'),
];

/** The value of a label. */
export const labelValueErrors: NameCheck = (value) => isShort(value) && LABEL_VALUE_TEXT.test(value) ? [] : [
  ...longerThan(value, 63, 'bytes'),
  ...unlessMatches(value, LABEL_VALUE, LABEL_VALUE_RULE, 'MyValue', 'my_value', '12345'),
];

/** The key of a label; an annotation's is checked in lower case. */
export const labelKeyErrors: NameCheck = (key) => {
  if (isShort(key) && KEY_TEXT.test(key)) return [];
  const parts = key.split('/');
  if (parts.length > 2) {
    return [`a valid label key ${rule(KEY_NAME_RULE, KEY_NAME, ['MyName', 'my.name', '123-abc'])} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts[parts.length - 1];
  return [
    ...(parts.length === 2 ? prefixErrors(parts[0]) : []),
    ...(name === '' ? ['name part must be non-empty'] : longerThan(name, 63, 'bytes').map((error) => `name part ${error}`)),
    ...unlessMatches(name, KEY_NAME, KEY_NAME_RULE, 'MyName', 'my.name', '123-abc').map((error) => `name part ${error}`),
  ];
};

function prefixErrors(prefix: string): string[] {
  return prefix === '' ? ['prefix part must be non-empty'] : subdomainErrorsIn(prefix, 'bytes').map((error) => `prefix part ${error}`);
}

/** What Kubernetes says that it counts; it counts bytes. */
type Unit = 'characters' | 'bytes';

function longerThan(text: string, limit: number, unit: Unit): string[] {
  return Buffer.byteLength(text) > limit ? [`must be no more than ${limit} ${unit}`] : [];
}

function matches(text: string, pattern: string): boolean {
  return whole(pattern).test(text);
}

function unlessMatches(text: string, pattern: string, message: string, ...examples: string[]): string[] {
  return matches(text, pattern) ? [] : [rule(message, pattern, examples)];
}

function rule(message: string, pattern: string, examples: readonly string[]): string {
  return `${message} (e.g. ${examples.map((example) => `'${example}',`).join('  or ')} regex used for validation is '${pattern}')`;
}
