import { basename } from 'node:path'
import type { Proof, Row } from './row.ts'
import { CHAPTERS } from './rows.ts'

const HEAD = `# OWASP ASVS 5.0, requirement by requirement

What the [Application Security Verification Standard 5.0](https://owasp.org/www-project-application-security-verification-standard/) asks of
sessions, in our words, and which tests prove it. Where a part is left to your app, the last column says so.

\`pnpm check asvs\` fails when a row names a test that does not exist or, after \`pnpm test\`, one that did not pass. This page is made from the
rows in [tools/checks/asvs](../tools/checks/asvs): \`vitest run tools/checks/test/asvs.test.ts -u\`.
`

/** docs/asvs.md. */
export function asvsPage(): string {
  const chapters = CHAPTERS.map(
    ({ title, rows }) =>
      `## ${title}\n\n| id | level | what is asked | how it is met | proved by | your part |\n|---|---|---|---|---|---|\n` +
      `${rows.map(line).join('\n')}\n`,
  )
  return [HEAD, ...chapters].join('\n')
}

function line({ id, level, asks, we = '', proofs = [], app = '', none }: Row): string {
  const cells = [
    id,
    `L${level}`,
    asks,
    none ? `Not applicable: ${none}` : we,
    proofs.map(link).join('<br>'),
    app,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

const link = ({ file, title }: Proof): string => `[${title}](../${file}) (${basename(file, '.ts')})`
