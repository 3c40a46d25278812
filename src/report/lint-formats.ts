import { lintGithub } from './lint-github';
import { lintJson } from './lint-json';
import { lintJunit } from './lint-junit';
import { lintMarkdown } from './lint-markdown';
import { lintSarif } from './lint-sarif';
import { lintText } from './lint-text';
import type { Style } from './style';
import type { LintReport } from '../lint/report';

/** What lint findings are written as, the default first. */
export const LINT_FORMATS: Readonly<Record<string, (report: LintReport, style: Style) => string>> = {
  text: lintText,
  json: lintJson,
  sarif: lintSarif,
  junit: lintJunit,
  github: lintGithub,
  markdown: lintMarkdown,
};
