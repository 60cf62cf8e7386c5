import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bindingRequirements } from '../../src/binding/index.ts'

const INTRODUCTION = `# What every framework binding must do, requirement by requirement

Each line is a test of \`@sess/conformance/binding\`, called by its id. A requirement with a need is tested where the binding says
that it offers that: a \`guard\`, places that are \`read-only\`, trust in one \`proxy\`, a \`base-path\`, a server that joins
\`cookie-lines\`, a handler that \`outlives-client\`.

This page is made from the cases of the kit: \`vitest run packages/conformance/test/binding/requirements.test.ts -u\`.
`

test('the table of requirements in docs/ is that of the kit', async () => {
  const requirements = bindingRequirements()
  const parts = new Set(requirements.map(({ part }) => part))
  const tables = [...parts].map((name) => {
    const rows = requirements
      .filter(({ part }) => part === name)
      .map(({ id, says, needs }) => `| ${id} | ${says} | ${needs.join(', ')} |`)
    return [`## ${name}`, '', '| id | what must hold | needs |', '|---|---|---|', ...rows, ''].join('\n')
  })
  const page = [INTRODUCTION, ...tables].join('\n')
  await expect(page).toMatchFileSnapshot(join(import.meta.dirname, '../../../../docs/binding-contract.md'))
})
