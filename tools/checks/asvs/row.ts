/** A test by its file and by what it is called there; for a table of cases, as it stands in the source. */
export interface Proof {
  readonly file: string
  readonly title: string
}

/** One requirement of the OWASP Application Security Verification Standard 5.0, in our words, and how it is met. */
export interface Row {
  readonly id: string
  readonly level: 1 | 2 | 3
  readonly asks: string
  /** What Sess does; empty where there is nothing that an SDK could do. */
  readonly we?: string
  readonly proofs?: readonly Proof[]
  /** What is left to the app, and how we help. */
  readonly app?: string
  /** Why it does not apply to a session layer at all. */
  readonly none?: string
}

/** Tests of one file. */
export const proved = (file: string, ...titles: readonly string[]): Proof[] =>
  titles.map((title) => ({ file, title }))

const core = (name: string) => `packages/core/test/${name}.test.ts`
export const inCore = (name: string, ...titles: readonly string[]): Proof[] => proved(core(name), ...titles)

/** Requirements of the binding kit, by id: every binding passes them. */
export const inKit = (area: string, ...ids: readonly string[]): Proof[] =>
  proved(`packages/conformance/src/binding/cases/${area}.ts`, ...ids)
