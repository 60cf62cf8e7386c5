import { join } from 'node:path'
import ts from 'typescript'
import { published } from '../workspace.ts'
import type { Check } from './check.ts'
import { sourceFiles, type TextFile } from './files.ts'

/** Globals that some runtime does not have, or that would be state shared by everything in the process. */
const IMPURE = new Set([
  ...['process', 'Buffer', 'global', 'globalThis', 'require', 'module', '__dirname', '__filename'],
  ...['window', 'self', 'document', 'localStorage', 'sessionStorage', 'setImmediate', 'Deno', 'Bun'],
])
const MUTATING =
  /^(?:set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|append)$/

/** The core is pure (P11): it uses no global of one runtime, and its modules hold nothing that changes. */
export function purityProblems(file: TextFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2022, true)
  const problems: string[] = []
  const report = (node: ts.Node, what: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    problems.push(`${file.path}:${line + 1} ${what}`)
  }

  // What a module fills while it loads, it may hold; what a function changes later is state.
  const held = new Set<string>()
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue
    const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
    for (const declaration of statement.declarationList.declarations) {
      if (!constant)
        report(declaration, 'a module holds a variable: state that everything in the process shares')
      else if (ts.isIdentifier(declaration.name)) held.add(declaration.name.text)
    }
  }

  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && IMPURE.has(node.text) && isGlobalUse(node)) report(node, `uses ${node.text}`)
    if (ts.isPropertyDeclaration(node) && isStatic(node))
      report(node, 'a static field is state of the module')
    const changed = changedObject(node)
    if (
      changed &&
      held.has(changed.text) &&
      ts.findAncestor(node, ts.isFunctionLike) &&
      !isDeclaredInside(changed)
    )
      report(
        node,
        `changes ${changed.text}, which the module holds: state that everything in the process shares`,
      )
    ts.forEachChild(node, visit)
  }
  visit(source)
  return problems
}

const isStatic = (node: ts.PropertyDeclaration): boolean =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false

/** A name that is read, not the name of a property, a parameter or a variable, and not one that is declared nearer. */
function isGlobalUse(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.expression !== node) return false
  if (ts.isQualifiedName(parent) && parent.left !== node) return false
  const names = ts.getNameOfDeclaration(parent as ts.Declaration) === node
  if (names && !ts.isShorthandPropertyAssignment(parent) && !ts.isExportAssignment(parent)) return false
  // `{ a: b }` in a pattern: neither is read.
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false
  return !isDeclaredInside(node)
}

/** Whether a parameter or variable around a use carries its name. */
function isDeclaredInside(node: ts.Identifier): boolean {
  for (let scope: ts.Node = node.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    if (declares(scope, node.text)) return true
  }
  return false
}

function declares(scope: ts.Node, name: string): boolean {
  const binds = (binding: ts.BindingName): boolean =>
    ts.isIdentifier(binding)
      ? binding.text === name
      : binding.elements.some((element) => ts.isBindingElement(element) && binds(element.name))
  if (ts.isFunctionLike(scope)) return scope.parameters.some((parameter) => binds(parameter.name))
  if (ts.isForOfStatement(scope) || ts.isForStatement(scope) || ts.isForInStatement(scope)) {
    const { initializer } = scope
    return (
      initializer !== undefined &&
      ts.isVariableDeclarationList(initializer) &&
      initializer.declarations.some((declaration) => binds(declaration.name))
    )
  }
  if (!ts.isBlock(scope)) return false
  return scope.statements
    .filter(ts.isVariableStatement)
    .some(({ declarationList }) =>
      declarationList.declarations.some((declaration) => binds(declaration.name)),
    )
}

const assigns = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment

/** The object that an expression changes: `x` of `x.y = 1`, `x[0]++`, `delete x.y`, `x.push(1)`. */
function changedObject(node: ts.Node): ts.Identifier | null {
  const objectOf = (target: ts.Node): ts.Identifier | null => {
    let inner = target
    while (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
      inner = inner.expression
    return ts.isIdentifier(inner) && inner !== target ? inner : null
  }
  if (ts.isBinaryExpression(node) && assigns(node.operatorToken.kind)) return objectOf(node.left)
  if (ts.isDeleteExpression(node)) return objectOf(node.expression)
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const steps =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
    return steps ? objectOf(node.operand) : null
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return MUTATING.test(node.expression.name.text) ? objectOf(node.expression) : null
  }
  return null
}

export const purity: Check = {
  name: 'purity',
  async run() {
    const core = published().find(({ name }) => name === '@sess/core')
    const files = core ? sourceFiles(join(core.folder, 'src')) : []
    return { problems: files.flatMap(purityProblems), note: `${files.length} files of the core` }
  },
}
